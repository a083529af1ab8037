using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>From a stage's specification to what it does.</summary>
internal static class StageParser
{
    public static Stage Parse(BsonElement element, Variables variables) => element.Name switch
    {
        "$match" => Match(Document(element), variables),
        "$project" => Project(Document(element), variables),
        "$addFields" or "$set" => AddFields(Document(element), variables),
        "$unset" => Unset(element.Value),
        "$sort" => Sort(Document(element)),
        "$skip" => Skip(element),
        "$limit" => Limit(element),
        "$count" => Count(element.Value),
        "$unwind" => UnwindStage.Parse(element.Value),
        "$group" => GroupStage.Parse(Document(element), variables),
        "$bucket" => BucketStage.Parse(Document(element), variables),
        "$bucketAuto" => BucketAutoStage.Parse(Document(element), variables),
        "$setWindowFields" => WindowStage.Parse(Document(element), variables),
        "$lookup" => LookupStage.Parse(Document(element), variables),
        "$graphLookup" => GraphLookupStage.Parse(Document(element), variables),
        "$unionWith" => UnionWith(element.Value, variables),
        "$replaceRoot" => ReplaceRoot(Document(element).GetValue("newRoot", BsonNull.Value), variables),
        "$replaceWith" => ReplaceRoot(element.Value, variables),
        "$redact" => RedactStage.Parse(element.Value, variables),
        "$sortByCount" => SortByCount(element.Value, variables),
        "$facet" => Facet(Document(element), variables),
        "$sample" => Sample(Document(element)),
        "$fill" => FillStage.Parse(Document(element), variables),
        "$densify" => DensifyStage.Parse(Document(element)),
        "$out" or "$merge" => throw new CommandException((ErrorCode)40601, $"{element.Name} can only be the final stage in the pipeline"),
        "$documents" or "$currentOp" or "$listLocalSessions" or "$listSessions" =>
            throw new CommandException(ErrorCode.InvalidNamespace, $"{element.Name} is only valid as the first stage in a pipeline over a database"),
        "$changeStream" => throw new CommandException((ErrorCode)40602, "$changeStream is only valid as the first stage in a pipeline"),
        "$collStats" or "$indexStats" or "$geoNear" or "$search" or "$searchMeta" or "$vectorSearch" or "$planCacheStats" or "$rankFusion" =>
            throw new CommandException(ErrorCode.NotImplemented, $"the stage {element.Name} is not supported by this stand-in"),
        _ => throw new CommandException(ErrorCode.UnrecognizedStage, $"Unrecognized pipeline stage name: '{element.Name}'"),
    };

    private static Stage Match(BsonDocument query, Variables variables)
    {
        var filter = Filter.Parse(query, variables);
        return (input, _) => input.Where(filter.Matches);
    }

    private static Stage Project(BsonDocument specification, Variables variables)
    {
        if (specification.ElementCount == 0)
        {
            throw new CommandException((ErrorCode)51272, "Invalid $project :: caused by :: projection specification must have at least one field");
        }

        var projection = Projection.Parse(specification, variables);
        return (input, _) => input.Select(projection.Apply);
    }

    private static Stage AddFields(BsonDocument specification, Variables variables)
    {
        var fields = specification.Select(element => (Path: new BsonPath(element.Name), Value: ExpressionParser.Parse(element.Value, variables))).ToList();
        return (input, _) => input.Select(document =>
        {
            var scope = new EvaluationScope(document);
            var result = (BsonDocument)document.Clone();
            foreach (var (path, expression) in fields)
            {
                if (expression.Evaluate(scope) is { } value)
                {
                    FieldSetter.Set(result, path, value);
                }
            }

            return result;
        });
    }

    private static Stage Unset(BsonValue value)
    {
        var paths = (value is BsonArray array ? array.AsEnumerable() : [value])
            .Select(item => item is BsonString { Value.Length: > 0 } name ? new BsonPath(name.Value) : throw new CommandException((ErrorCode)31002, "$unset specification must be a string or an array of strings"))
            .ToList();
        return (input, _) => input.Select(document =>
        {
            var result = (BsonDocument)document.DeepClone();
            paths.ForEach(path => FieldSetter.Remove(result, path));
            return result;
        });
    }

    private static Stage Sort(BsonDocument specification)
    {
        var order = SortOrder.Parse(specification);
        return (input, _) => order.Sort(input, document => document);
    }

    private static Stage Skip(BsonElement element)
    {
        var count = Number(element, minimum: 0);
        return (input, _) => input.Skip(count);
    }

    private static Stage Limit(BsonElement element)
    {
        var count = Number(element, minimum: 1);
        return (input, _) => input.Take(count);
    }

    private static Stage Count(BsonValue value)
    {
        if (value is not BsonString { Value: { Length: > 0 } name } || name[0] == '$' || name.Contains('.', StringComparison.Ordinal))
        {
            throw new CommandException((ErrorCode)40156, "the count field must be a non-empty string without '$' and '.'");
        }

        BsonFields.Name(name);
        return (input, _) => CountAll(input, name);
    }

    private static IEnumerable<BsonDocument> CountAll(IEnumerable<BsonDocument> input, string name)
    {
        var count = input.Count();
        if (count > 0)
        {
            yield return new BsonDocument(name, count);
        }
    }

    private static Stage ReplaceRoot(BsonValue value, Variables variables)
    {
        var expression = ExpressionParser.Parse(value, variables);
        return (input, _) => input.Select(document => expression.Evaluate(new EvaluationScope(document)) as BsonDocument
            ?? throw new CommandException((ErrorCode)40228, "'newRoot' expression must evaluate to an object"));
    }

    private static Stage SortByCount(BsonValue value, Variables variables)
    {
        var group = GroupStage.Parse(new BsonDocument { { "_id", value }, { "count", new BsonDocument("$sum", 1) } }, variables);
        var order = SortOrder.Parse(new BsonDocument("count", -1));
        return (input, context) => order.Sort(group(input, context), document => document);
    }

    private static Stage Facet(BsonDocument specification, Variables variables)
    {
        BsonFields.DemandUnique(specification, "$facet");
        var facets = specification.Select(element => (element.Name, Pipeline: Pipeline.Parse(BsonFields.Array(element.Value, "$facet." + element.Name), variables))).ToList();
        return (input, context) =>
        {
            var documents = input.ToList();
            return [new BsonDocument(facets.Select(facet => new BsonElement(facet.Name, new BsonArray(facet.Pipeline.RunWhole(documents, context)))))];
        };
    }

    private static Stage Sample(BsonDocument specification)
    {
        var size = Number(new BsonElement("$sample.size", BsonFields.Required(specification, "size")), minimum: 1);
        return (input, _) => input.OrderBy(_ => Random.Shared.Next()).Take(size);
    }

    private static Stage UnionWith(BsonValue value, Variables variables)
    {
        var options = value as BsonDocument ?? new BsonDocument("coll", value);
        var pipeline = Pipeline.Parse(BsonFields.Array(options.GetValue("pipeline", new BsonArray()), "$unionWith.pipeline"), variables);
        return options.GetValue("coll", BsonNull.Value) is BsonString { Value: var collection }
            ? (input, context) => input.Concat(pipeline.RunOn(collection, context))
            : throw new CommandException((ErrorCode)13501, "$unionWith needs the name of a collection");
    }

    private static int Number(BsonElement element, int minimum) => BsonNumber.TryToInt64(element.Value, out var number) && number >= minimum
        ? (int)Math.Min(number, int.MaxValue)
        : throw new CommandException((ErrorCode)15957, $"the argument of {element.Name} must be an integer of at least {minimum}");

    private static BsonDocument Document(BsonElement element) => element.Value as BsonDocument
        ?? throw CommandException.FailedToParse($"the {element.Name} stage specification must be an object");
}
