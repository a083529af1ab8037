using ITFrame.EmbeddedMongo.Errors;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>What an expression can see: the document, and the variables around it.</summary>
internal sealed class EvaluationScope(BsonDocument root, EvaluationScope? parent = null, string? name = null, BsonValue? value = null)
{
    public BsonDocument Root => root;

    public EvaluationScope With(string variable, BsonValue? variableValue) => new(root, this, variable, variableValue);

    public EvaluationScope WithRoot(BsonDocument document) => new(document, parent, name, value);

    public BsonValue? Find(string variable)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Name == variable)
            {
                return scope.Value;
            }
        }

        return variable switch
        {
            "ROOT" or "CURRENT" => root,
            "REMOVE" => null,
            "NOW" => new BsonDateTime(DateTime.UtcNow),
            _ => throw new CommandException((ErrorCode)17276, $"Use of undefined variable: {variable}"),
        };
    }

    private EvaluationScope? Parent => parent;

    private string? Name => name;

    private BsonValue? Value => value;
}
