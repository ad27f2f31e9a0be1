export interface Frame {
  readonly url: string;
  readonly origin: string;
  readonly parent: Frame | null;
  readonly top: Frame;
  readonly processId: number;
  readonly routingId: number;
}
