using System.Collections.Concurrent;
using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Cursors;

/// <summary>The open cursors. Those that nobody asks for are closed after a while.</summary>
internal sealed class CursorRegistry(TimeProvider time)
{
    private const int MaxCursors = 10_000;

    private readonly ConcurrentDictionary<long, ServerCursor> _cursors = new();

    public int Count => _cursors.Count;

    public void Add(ServerCursor cursor)
    {
        if (_cursors.Count >= MaxCursors)
        {
            throw new CommandException(ErrorCode.InternalError, "too many open cursors");
        }

        cursor.LastUsed = time.GetTimestamp();
        do
        {
            // Ids are not guessable, because a client names a cursor by its id alone.
            cursor.Id = Random.Shared.NextInt64(1, long.MaxValue);
        }
        while (!_cursors.TryAdd(cursor.Id, cursor));
    }

    public ServerCursor? Find(long id) => _cursors.GetValueOrDefault(id);

    /// <summary>Takes a cursor for one batch; the caller gives it back with <see cref="ServerCursor.Leave"/> or removes it.</summary>
    public ServerCursor Enter(long id)
    {
        if (!_cursors.TryGetValue(id, out var cursor))
        {
            throw new CommandException(ErrorCode.CursorNotFound, $"cursor id {id} not found");
        }

        return cursor.TryEnter() ? cursor : throw new CommandException((ErrorCode)12051, $"cursor id {id} is already in use");
    }

    public void Leave(ServerCursor cursor)
    {
        cursor.LastUsed = time.GetTimestamp();
        cursor.Leave();
    }

    public bool IsChangeStream(long id) => _cursors.TryGetValue(id, out var cursor) && cursor.IsChangeStream;

    public bool Remove(long id)
    {
        if (!_cursors.TryRemove(id, out var cursor))
        {
            return false;
        }

        if (!cursor.IsInUse)
        {
            cursor.Dispose();
        }

        return true;
    }

    public void RemoveIdle(TimeSpan limit)
    {
        foreach (var cursor in _cursors.Values.Where(cursor => !cursor.IsInUse && time.GetElapsedTime(cursor.LastUsed) > limit))
        {
            Remove(cursor.Id);
        }
    }

    /// <summary>Closes all: what they were reading has been undone or replaced.</summary>
    public void RemoveAll()
    {
        foreach (var id in _cursors.Keys)
        {
            Remove(id);
        }
    }
}
