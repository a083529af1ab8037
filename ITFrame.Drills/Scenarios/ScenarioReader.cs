using System.Text.Json;
using System.Text.Json.Serialization;
using ITFrame.Drills.Report;
using NJsonSchema;
using NJsonSchema.Validation;

namespace ITFrame.Drills.Scenarios;

/// <summary>Reads scenarios: the schema says what a file may hold, and what it cannot say is checked here.</summary>
internal static class ScenarioReader
{
    public const string SchemaFile = "scenario.schema.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="ScenarioException">The file is not there, or not a scenario.</exception>
    public static async Task<Scenario> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = await TextAsync(path, cancellationToken);
        var schema = await JsonSchema.FromJsonAsync(await TextAsync(Path.Combine(ScenarioCatalog.Folder, SchemaFile), cancellationToken), cancellationToken);
        var scenario = Parse(path, text, schema);
        return Check(scenario with { Name = Path.GetFileNameWithoutExtension(path) }) is { } problem
            ? throw new ScenarioException($"{path}: {problem}")
            : scenario with { Name = Path.GetFileNameWithoutExtension(path) };
    }

    private static Scenario Parse(string path, string text, JsonSchema schema)
    {
        IReadOnlyList<ValidationError> errors;
        try
        {
            errors = [.. schema.Validate(text).SelectMany(Flatten)];
        }
        catch (Newtonsoft.Json.JsonException exception)
        {
            throw new ScenarioException($"{path}: not JSON: {exception.Message}", exception);
        }

        if (errors.Count > 0)
        {
            throw new ScenarioException(string.Join(Environment.NewLine, errors.Select(error => $"{path}: {Explain(error)}")));
        }

        try
        {
            return JsonSerializer.Deserialize<Scenario>(text, Json)!;
        }
        catch (JsonException exception)
        {
            throw new ScenarioException($"{path}: {exception.Path}: {exception.Message}", exception);
        }
    }

    private static async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>What is wrong within an item is told as that, and not as an item that is wrong.</summary>
    private static IEnumerable<ValidationError> Flatten(ValidationError error)
        => error is ChildSchemaValidationError child ? child.Errors.Values.SelectMany(errors => errors).SelectMany(Flatten) : [error];

    private static string Explain(ValidationError error)
    {
        var place = error.Path is { Length: > 2 } path ? path[2..].Replace('/', '.') : "the file";
        var line = error.HasLineInfo && error.Kind != ValidationErrorKind.PropertyRequired ? $" (line {error.LineNumber})" : "";
        var schema = error.Schema.ActualSchema;
        return $"{place}{line}: " + error.Kind switch
        {
            ValidationErrorKind.NoAdditionalPropertiesAllowed => $"there is no such property; there are {string.Join(", ", schema.Properties.Keys)}",
            ValidationErrorKind.PropertyRequired => "is missing",
            ValidationErrorKind.NotInEnumeration => $"is not one of {string.Join(", ", schema.Enumeration)}",
            ValidationErrorKind.NumberTooSmall => $"is less than {schema.Minimum}",
            ValidationErrorKind.NumberTooBig => $"is more than {schema.Maximum}",
            ValidationErrorKind.PatternMismatch => $"does not match {schema.Pattern}",
            ValidationErrorKind.TooFewItems => $"has fewer than {schema.MinItems} items",
            ValidationErrorKind.TooManyItems => $"has more than {schema.MaxItems} items",
            ValidationErrorKind.StringTooShort => "is empty",
            ValidationErrorKind.StringTooLong => $"is longer than {schema.MaxLength} characters",
            var kind when kind.ToString().EndsWith("Expected", StringComparison.Ordinal) => $"must be {kind.ToString()[..^"Expected".Length].ToLowerInvariant()}",
            var kind => kind.ToString(),
        };
    }

    /// <summary>What is wrong with it beyond what the schema can say; null when nothing is.</summary>
    private static string? Check(Scenario scenario)
        => scenario.Steps.Select(Check).Index().Where(entry => entry.Item is not null).Select(entry => $"steps[{entry.Index}]: {entry.Item}").FirstOrDefault()
            ?? CheckOrder(scenario)
            ?? scenario.Expect.Select(Check).Index().Where(entry => entry.Item is not null).Select(entry => $"expect[{entry.Index}]: {entry.Item}").FirstOrDefault();

    private static string? Check(ScenarioStep step) => step switch
    {
        { IsOnLink: true } when step.Link is null => $"{step.Do} needs a link",
        { IsOnLink: true } when step.Target is not null || step.Site is not null => $"{step.Do} takes a link, and neither target nor site",
        { IsOnSite: true } when step.Site is null => $"{step.Do} needs a site",
        { IsOnSite: true } when step.Target is not null || step.Link is not null => $"{step.Do} takes a site, and neither target nor link",
        { IsOnTarget: true } when step.Target is null => $"{step.Do} needs a target",
        { IsOnTarget: true } when step.Site is not null || step.Link is not null => $"{step.Do} takes a target, and neither site nor link",
        { Do: StepKind.Slow, RoundTripMilliseconds: null, BandwidthMegabits: null } => "Slow needs roundTripMilliseconds or bandwidthMegabits",
        { Do: StepKind.Lossy, LossPercent: null } => "Lossy needs lossPercent",
        { Do: StepKind.FillDisk, Kilobytes: null } => "FillDisk needs kilobytes",
        { Do: StepKind.SkewClock, Milliseconds: null } => "SkewClock needs milliseconds",
        _ => null,
    };

    private static string? CheckOrder(Scenario scenario)
    {
        for (var index = 1; index < scenario.Steps.Count; index++)
        {
            if (scenario.Steps[index].At < scenario.Steps[index - 1].At)
            {
                return $"steps[{index}].at: is before the step above it";
            }
        }

        return scenario.FaultSeconds < scenario.Steps[^1].At ? "faultSeconds: is before the last step"
            : scenario.FaultSeconds is null && scenario.Steps[^1].At == 0 ? "faultSeconds: is needed where no step comes later than 0"
            : null;
    }

    private static string? Check(Expectation expectation)
        => Measures.Find(expectation.Measure) is null ? $"there is no measure '{expectation.Measure}'; there are {string.Join(", ", Measures.All.Select(measure => measure.Name))}"
            : expectation.BeyondFault && Measures.Find(expectation.Measure)!.Unit != Measures.Seconds ? $"{expectation.Measure} is no time, so that it cannot be beyond the fault's"
            : expectation is { Max: null, Min: null } ? $"{expectation.Measure} needs max or min"
            : null;
}
