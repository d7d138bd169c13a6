/** A grey picture frame, 300 by 200. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAASwAAADIBAMAAACg8cFmAAAAMFBMVEUrLzhbZHIsMDlNVGFYYW9UXGkuMjw6QEs3PEYxNkBFTFhB" +
  "SFNWX2w+Q05JUV1QWGXFGvWyAAAACXBIWXMAAAsTAAALEwEAmpwYAAADNUlEQVR42u2av2/TUBDHTYCkaQTi1ISipj8sVSwMtOmO" +
  "RIZKBRaCqiK2MkSwNR1gRK1UMTFk6IhEQfwBROIfYIMtEf8AYWGGoRIb7/nZjm1Cag++dxHfz9KqsuVPz+/dne1zHAAAAAAAAAAA" +
  "AAAAAAAAAAAAAAAAAKaY4tdtSs3mrV0eq8JHysQ9l0XrDWXkEYdV+VNWrcUug9YaZeYXg1Yvu1adYRs2ieZepj/+aYOomv9mvKT+" +
  "+w9ZTqioE/q5a51Xwcp2hgrXeu5aF4muZTvjkOh+7loXiK5mO+Mx0e3ctc4RXcn7DGhB699NxovtzR+uOK1nuuQ8lKY1a0rhO2Fa" +
  "b43WgiytUtA5dERpXQ+0HojS2ieqPX/SIpoXpTUk2nGcNtGyKK2Wt6rUCquJ0lL9q2pHi6orhdbU3kShS15oghCaToUWH6Gl2rkh" +
  "s7ER2gZKbZrx5DNlWoX3d12BWjeJNgRqqdw554rT0m8HJ4fLitah1oqFK7nYbGiVm5QM117ipaQNrdem/EXCVW4F/Z89raJyWGzE" +
  "wvVKa57Y1VLvnWlrNRquUjP5gcCC1lA3e4VouAbmrvZtalVMYCLhqviN6bxNLfUwQd9USgjD5f1WVwuuemBPa6bpRykMl0oOVO3o" +
  "7bllT0tfficM0oZJDkpIf3Ksdm1pednBXN0Pl04ONfWXI/Xziy0t/cHzjl9wvHB5yeHUv7u1XTtaBZ0dgpXthasX7sh938+Cln6f" +
  "vBTW5wZFn8J0X7HiWtEaxIrMqrFainw6XrehNROv0CZc1Y4zCuWyDa3jxCd7L1yfY2XphF9L56ZwswXhqnVjRbzOr9UeZYdRuE7j" +
  "lqZgc2rpq0bq3phmeS8o2JxasewwFl0DvLTGqdU7exwiKNiMWiVKNOzO+BkhXbAZtY7OejjU+AWbT+uv7DAWv2DzabWjjYsz6U24" +
  "6sfYtAo/o22eM3FMaMXl02qkHLTp6Y3BdxMrKWefZnVdZNEyoz+DhXRHD+tMoz9mUKr0Pd3Rl/tMg1JCx8qEDuEJHVkUOuApdRxW" +
  "6PBw9lHr385/PJgudIwfAAAAAAAAAAAAAAAAAAAAAAAAAACAfPgDWDLLwAZXEUwAAAAASUVORK5CYII=";

/** The image shown where there is none (wire protocol 6). */
export const defaultThumbnail = (): Blob =>
  new Blob([Uint8Array.from(atob(png), (character) => character.charCodeAt(0))], { type: "image/png" });
