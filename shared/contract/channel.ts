/** The least a transport must do. Messages are structured-clone data; typed arrays travel as they are. */
export interface Channel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, when either side closed or the connection broke. */
  onClose(listener: () => void): () => void;
  close(): void;
}
