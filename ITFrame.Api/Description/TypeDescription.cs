using ITFrame.Api.Cast;
using ITFrame.Api.Cast.Statistics;
using ITFrame.Api.Paging;
using ITFrame.Api.Tunes;
using ITFrame.Api.Validation;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ITFrame.Api.Description;

/// <summary>The types that are read from one text in a path or query.</summary>
internal sealed class TypeDescription : IOpenApiSchemaTransformer
{
    private static readonly Dictionary<Type, string> Texts = new()
    {
        [typeof(Username)] = @"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}$",
        [typeof(Moment)] = @"^[0-9TZ:.+\-]{4,40}$",
        [typeof(PageCursor)] = "^[0-9]+-[0-9a-f]{24}$",
        [typeof(Resolution)] = "^(minute|hour|day)$",
        [typeof(TuneSorting)] = "^-?(song|artist|album|genre|dateAdded|duration|bpm|size)$",
    };

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (Texts.TryGetValue(context.JsonTypeInfo.Type, out var pattern))
        {
            schema.Type = JsonSchemaType.String;
            schema.Properties?.Clear();
            schema.Required?.Clear();
            schema.Pattern = pattern;
        }

        return Task.CompletedTask;
    }
}
