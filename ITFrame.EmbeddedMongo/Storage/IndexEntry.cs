namespace ITFrame.EmbeddedMongo.Storage;

internal sealed record IndexEntry(byte[] Key, StoredDocument Document);
