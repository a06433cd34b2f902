/** A place in a bucket of any service that speaks S3, and the keys to it. */
export interface Bucket {
  /** As in `https://s3.eu-central-1.amazonaws.com`: the bucket's name follows in the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly name: string;
  /** Goes before every key; empty, or segments with `/` between them. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}
