/** Files on their way to the server: each at once and by itself, with progress; one that fails leaves the others alone. */
import { useRef, useState } from 'react'
import { uploadAttachment } from '#activities/api.ts'
import { type Attachment, attachment } from '#activities/activity.ts'
import { newRequestId } from '#platform/web/requestIds.ts'

/** Why a file did not arrive. */
export type UploadFailure = 'too_large' | 'offline' | 'refused'

export interface Upload {
  key: number
  name: string
  /** 0 to 1. */
  progress: number
  failure: UploadFailure | null
}

/** Sends the bytes of one file; the progress of `fetch` is unknown to browsers, so this is an XMLHttpRequest. */
export function sendFile(file: File, onProgress: (part: number) => void): { done: Promise<Attachment>; stop: () => void } {
  const request = new XMLHttpRequest()
  const done = new Promise<Attachment>((resolve, reject) => {
    request.open(uploadAttachment.method, `${uploadAttachment.path}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', file.type || 'application/octet-stream')
    request.setRequestHeader('tessera-request', newRequestId())
    request.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total))
    request.addEventListener('load', () => {
      const answer = request.status < 300 ? attachment.safeParse(parsed(request.responseText)) : undefined
      if (answer?.success) resolve(answer.data)
      else reject(new UploadError(request.status === 413 ? 'too_large' : 'refused'))
    })
    request.addEventListener('error', () => reject(new UploadError('offline')))
    request.addEventListener('abort', () => reject(new UploadError('refused')))
    request.send(file)
  })
  return { done, stop: () => request.abort() }
}

class UploadError extends Error {
  readonly failure: UploadFailure
  constructor(failure: UploadFailure) {
    super(failure)
    this.failure = failure
  }
}

/** Why {@link sendFile} failed. */
export const failureOf = (error: unknown): UploadFailure => (error instanceof UploadError ? error.failure : 'refused')

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A pasted picture has no name of its own worth keeping. */
export const named = (file: File) =>
  file.name === '' ? new File([file], `image.${file.type.split('/')[1] ?? 'png'}`, { type: file.type }) : file

/** Pictures that every mail program shows within a text. */
export const isPicture = ({ type }: { type: string }) => /^image\/(png|jpeg|gif|webp)$/.test(type)

export function useUploads(onDone: (attachment: Attachment, file: File) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const running = useRef(new Map<number, { file: File; stop: () => void }>())
  const next = useRef(0)
  const change = (key: number, by: Partial<Upload>) => setUploads((all) => all.map((u) => (u.key === key ? { ...u, ...by } : u)))
  const drop = (key: number) => {
    running.current.delete(key)
    setUploads((all) => all.filter((u) => u.key !== key))
  }

  function start(key: number, file: File) {
    const { done, stop } = sendFile(file, (progress) => change(key, { progress }))
    running.current.set(key, { file, stop })
    done.then(
      (stored) => {
        drop(key)
        return onDone(stored, file)
      },
      (error: unknown) => change(key, { failure: failureOf(error) }),
    )
  }

  return {
    uploads,
    busy: uploads.some((u) => u.failure === null),
    add: (files: Iterable<File>) => {
      for (const file of Array.from(files, named)) {
        const key = next.current++
        setUploads((all) => [...all, { key, name: file.name, progress: 0, failure: null }])
        start(key, file)
      }
    },
    retry: (key: number) => {
      const file = running.current.get(key)?.file
      if (!file) return
      change(key, { failure: null, progress: 0 })
      start(key, file)
    },
    remove: (key: number) => {
      running.current.get(key)?.stop()
      drop(key)
    },
  }
}
