using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;

namespace ITFrame.EmbeddedMongo.Query;

/// <summary>One field of a projection's tree: a leaf that says what to do, or fields below it.</summary>
internal sealed class ProjectionNode
{
    private readonly Dictionary<string, ProjectionNode> _children = new(StringComparer.Ordinal);

    public ProjectionLeaf? Leaf { get; private init; }

    public ProjectionNode? Find(string name) => _children.GetValueOrDefault(name);

    public void Add(BsonPath path, ProjectionLeaf leaf)
    {
        var node = this;
        for (var i = 0; i < path.Parts.Count; i++)
        {
            var isLast = i == path.Parts.Count - 1;
            if (!node._children.TryGetValue(path.Parts[i], out var child))
            {
                child = new ProjectionNode { Leaf = isLast ? leaf : null };
                node._children.Add(path.Parts[i], child);
            }
            else if (isLast || child.Leaf is not null)
            {
                throw new CommandException((ErrorCode)31250, $"Path collision at {path.Text}");
            }

            node = child;
        }
    }
}
