using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ITFrame.Api.Description;

/// <summary>What the document says of the whole hub.</summary>
internal sealed class DocumentDescription : IOpenApiDocumentTransformer
{
    public const string BearerScheme = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "ITFrame";
        document.Info.Description = "The hub of an internet-radio platform. Errors are problem details (RFC 9457).";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" };
        return Task.CompletedTask;
    }
}
