import { readFileSync } from 'node:fs';
import { strict } from './strict.ts';

/** An image from a PNG file. Electron makes an empty one of a file that is missing; here that is an error. */
export class NativeImage {
  readonly file: string;
  readonly #size: { width: number; height: number };
  #template: boolean;

  private constructor(file: string) {
    const bytes = readFileSync(file);
    if (bytes.toString('latin1', 1, 4) !== 'PNG') throw new Error(`electron-double: ${file} is no PNG`);
    this.file = file;
    this.#size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
    this.#template = /Template(@\d+x)?\.png$/.test(file);
  }

  static createFromPath(file: string): NativeImage {
    return strict('NativeImage', new NativeImage(file));
  }
  isEmpty(): boolean {
    return false;
  }
  getSize(): { width: number; height: number } {
    return this.#size;
  }
  setTemplateImage(template: boolean): void {
    this.#template = template;
  }
  isTemplateImage(): boolean {
    return this.#template;
  }
}
