/** A button that asks the person for one small text file and hands on its name and text. Large files go by `uploadFile`. */
import { FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { FileTrigger } from "react-aria-components";
import { Button } from "./Button.tsx";

/** Texts and lists are far below; what is larger was chosen by mistake. */
const MOST_BYTES = 5_000_000;

export interface FileButtonProps {
  readonly children: ReactNode;
  /** Extensions with their dot, or media types. */
  readonly accepts: readonly string[];
  readonly onFile: (file: { readonly name: string; readonly text: string }) => void;
  readonly onError: (error: unknown) => void;
}

export function FileButton({ children, accepts, onFile, onError }: FileButtonProps): ReactNode {
  const read = async (file: File): Promise<void> => {
    if (file.size > MOST_BYTES) throw new Error(`${file.name} is larger than ${MOST_BYTES / 1_000_000} MB; such a list cannot be read here.`);
    onFile({ name: file.name, text: await file.text() });
  };
  return (
    <FileTrigger acceptedFileTypes={accepts} onSelect={(files) => files?.[0] && void read(files[0]).catch(onError)}>
      <Button icon={FileUp}>{children}</Button>
    </FileTrigger>
  );
}
