using System.Text;
using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>A collection's full name: database, dot, collection.</summary>
internal readonly record struct Namespace(string Database, string Collection)
{
    public static readonly Namespace Oplog = new("local", "oplog.rs");

    public static readonly Namespace ReplicaSetConfig = new("local", "system.replset");

    public static readonly Namespace RetryRecords = new("config", "transactions");

    public static readonly Namespace Users = new("admin", "system.users");

    /// <summary>Says in what form users are stored; mongorestore takes users from no dump without it.</summary>
    public static readonly Namespace Versions = new("admin", "system.version");

    /// <summary>Whether the namespace belongs to one member alone and is never replicated.</summary>
    public bool IsLocal => Database == "local";

    public bool IsSystem => Collection.StartsWith("system.", StringComparison.Ordinal);

    /// <summary>Whether it is a system collection that no command may write to. Those about users are guarded by privileges.</summary>
    public bool IsClosed => IsSystem && this != Users && this != Versions;

    public static Namespace Create(string database, string collection)
    {
        CheckDatabase(database);
        if (collection.Length == 0 || collection[0] == '.' || collection.Contains('\0', StringComparison.Ordinal) || collection.Contains('$', StringComparison.Ordinal))
        {
            throw new CommandException(ErrorCode.InvalidNamespace, $"Invalid namespace specified '{database}.{collection}'");
        }

        if (Encoding.UTF8.GetByteCount(database) + 1 + Encoding.UTF8.GetByteCount(collection) > 255)
        {
            throw new CommandException(ErrorCode.InvalidNamespace, "Fully qualified namespace is too long. Max: 255");
        }

        return new Namespace(database, collection);
    }

    public static void CheckDatabase(string database)
    {
        if (database.Length is 0 or > 63 || database.IndexOfAny([' ', '.', '"', '\0', '/', '\\', '$']) >= 0)
        {
            throw new CommandException(ErrorCode.InvalidNamespace, $"Invalid database name: '{database}'");
        }
    }

    public static Namespace Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new Namespace(text, "") : new Namespace(text[..dot], text[(dot + 1)..]);
    }

    public override string ToString() => $"{Database}.{Collection}";
}
