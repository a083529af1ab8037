namespace ITFrame.EmbeddedMongo.Security.Tls;

/// <summary>A file of certificates cannot be used; the message names it and says why.</summary>
internal sealed class CertificateFileException(string path, string reason) : Exception($"{path}: {reason}");
