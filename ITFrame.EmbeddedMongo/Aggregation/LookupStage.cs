using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Query;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Aggregation;

/// <summary>$lookup: by equality of two fields, by a pipeline that sees variables of the outer document, or by both.</summary>
internal static class LookupStage
{
    public static Stage Parse(BsonDocument specification, Variables variables)
    {
        var into = new BsonPath(Text(specification, "as"));
        var from = specification.Contains("from") ? Text(specification, "from") : null;
        var local = specification.Contains("localField") ? new BsonPath(Text(specification, "localField")) : null;
        var foreign = local is not null || specification.Contains("foreignField") ? new BsonPath(Text(specification, "foreignField")).Text : null;
        if ((local is null) != (foreign is null) || (local is null && !specification.Contains("pipeline")))
        {
            throw CommandException.FailedToParse("$lookup requires both or neither of 'localField' and 'foreignField' to be specified, and without them a 'pipeline'");
        }

        var join = new Join(from, local, foreign, BsonFields.Array(specification.GetValue("pipeline", new BsonArray()), "$lookup.pipeline"), Bindings(specification, variables), variables);
        return (input, context) =>
        {
            var found = join.Open(context);
            return input.Select(document =>
            {
                var result = (BsonDocument)document.Clone();
                FieldSetter.Set(result, into, new BsonArray(found(document)));
                return result;
            });
        };
    }

    private static List<(string Name, Expression Value)> Bindings(BsonDocument specification, Variables variables) =>
        (specification.GetValue("let", BsonNull.Value) as BsonDocument ?? []).Select(element => (element.Name, ExpressionParser.Parse(element.Value, variables))).ToList();

    private static string Text(BsonDocument specification, string name) => specification.GetValue(name, BsonNull.Value) is BsonString { Value.Length: > 0 } text
        ? text.Value
        : throw CommandException.FailedToParse($"$lookup needs the string '{name}'");

    private sealed record Join(string? From, BsonPath? Local, string? Foreign, BsonArray Stages, List<(string Name, Expression Value)> Bindings, Variables Variables)
    {
        /// <summary>What finds the documents that go with one of the outer documents.</summary>
        public Func<BsonDocument, IEnumerable<BsonDocument>> Open(PipelineContext context)
        {
            // Parsed here once for its errors, and again where the outer document gives its variables values.
            var shared = Parse(Bindings.Aggregate(Variables, (scope, binding) => scope.Bound(binding.Name)));
            return document =>
            {
                var pipeline = Bindings.Count == 0 ? shared : Parse(ValuesOf(document));
                return Local is null ? RunOver(pipeline, context) : pipeline.RunWhole(Matching(document, context), context);
            };
        }

        private (Pipeline Pipeline, IEnumerable<BsonDocument>? Source) Split(Variables variables) =>
            From is null && Stages is [BsonDocument { ElementCount: > 0 } first, ..] && first.GetElement(0).Name == "$documents"
                ? (Pipeline.Parse(new BsonArray(Stages.Skip(1)), variables), (ExpressionParser.Parse(first[0], variables).Evaluate(new EvaluationScope([])) as BsonArray)?.OfType<BsonDocument>())
                : (Pipeline.Parse(Stages, variables), null);

        private Parsed Parse(Variables variables)
        {
            var (pipeline, source) = Split(variables);
            return From is null && source is null
                ? throw CommandException.FailedToParse("$lookup needs 'from', or a pipeline that begins with $documents")
                : new Parsed(pipeline, source);
        }

        private IEnumerable<BsonDocument> RunOver(Parsed parsed, PipelineContext context) =>
            parsed.Source is { } source ? parsed.Pipeline.RunWhole(source, context) : parsed.Pipeline.RunOn(From!, context);

        private IEnumerable<BsonDocument> Matching(BsonDocument document, PipelineContext context)
        {
            var values = new BsonArray(Local!.Values(document).SelectMany(value => value is BsonArray array ? array : [value ?? BsonNull.Value]));
            if (values.Count == 0)
            {
                values.Add(BsonNull.Value);
            }

            // A regular expression joins with the same expression, not with what it matches.
            var patterns = values.OfType<BsonRegularExpression>().Select(pattern => (BsonValue)new BsonDocument(Foreign, new BsonDocument("$eq", pattern)));
            var equal = new BsonDocument(Foreign, new BsonDocument("$in", new BsonArray(values.Where(value => value is not BsonRegularExpression))));
            var anyOf = new BsonArray(patterns.Prepend(equal));
            return context.Find(From!, Filter.Parse(anyOf.Count == 1 ? equal : new BsonDocument("$or", anyOf)), null);
        }

        private Variables ValuesOf(BsonDocument document)
        {
            var scope = new EvaluationScope(document);
            return Bindings.Aggregate(Variables, (given, binding) => given.Given(binding.Name, binding.Value.Evaluate(scope)));
        }

        private sealed record Parsed(Pipeline Pipeline, IEnumerable<BsonDocument>? Source)
        {
            public IEnumerable<BsonDocument> RunWhole(IEnumerable<BsonDocument> input, PipelineContext context) => Pipeline.RunWhole(input, context);
        }
    }
}
