using ITFrame.EmbeddedMongo.Replication;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>
/// One row of the oplog. <see cref="Undo"/> is what the document was before, which this member alone keeps so that it
/// can roll the entry back; null when there was no document.
/// </summary>
internal sealed record OplogRecord(OpTime OpTime, byte[] Entry, byte[]? Undo)
{
    public uint Checksum => Bson.Checksum.Compute(Entry) ^ (Undo is null ? 0 : ~Bson.Checksum.Compute(Undo));
}
