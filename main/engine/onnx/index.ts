/** ONNX models as predictors over windows of signals: looked at, tied to uses, run. */
export { HostedPredictor } from "./host/HostedPredictor.ts";
export { OnnxSession } from "./host/OnnxSession.ts";
export { OnnxFiles, type HostedOnnx } from "./OnnxFiles.ts";
