using System.Text.Json.Serialization;
using ITFrame.Api.Validation;

namespace ITFrame.Api.Builds;

/// <summary>What GitLab's webhook says of a build.</summary>
internal sealed record BuildNotice
{
    public string? Sha { get; init; }

    /// <summary>The branch.</summary>
    public string? Ref { get; init; }

    [JsonPropertyName("build_status")]
    public string? BuildStatus { get; init; }

    [JsonPropertyName("build_stage")]
    public string? BuildStage { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.RequireText("sha", Sha, 64);
        errors.RequireOneOf("ref", Ref, "master", "beta");
        errors.RequireOneOf("build_status", BuildStatus, "success");
        errors.RequireOneOf("build_stage", BuildStage, "build");
        return errors;
    }
}
