namespace ITFrame.Api.Files;

/// <summary>A file that is read back.</summary>
internal sealed record StoredFile(Stream Content, string ContentType, long Length, DateTime UploadedAt);
