using System.Text.Json;
using System.Text.Json.Serialization;

namespace ITFrame.Drills.Scenarios;

/// <summary>Enums as <c>kebab-case</c>, by name only.</summary>
internal sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
