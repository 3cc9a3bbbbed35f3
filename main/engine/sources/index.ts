/** Sources: connecting to what measures. The one file of this module that others import. */
export { EnvironmentSecretStore, MemorySecretStore, type SecretStore } from "./SecretStore.ts";
export { AUTOMATIC_SAMPLING, type RawBatch, type SourceDriver, type SourceEvents, type SourceSession, type SubscribeItem } from "./SourceDriver.ts";
export { SourceManager, type CertificateTrust, type SourceManagerOptions } from "./SourceManager.ts";
export type { BoundItem, SourceSink } from "./SourceSink.ts";
export { OpcUaDriver } from "./opcua/OpcUaDriver.ts";
