using Scalar.AspNetCore;

namespace ITFrame.Api.Description;

internal static class DescriptionExtensions
{
    public static void AddDescription(this IHostApplicationBuilder builder)
        => builder.Services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer<DocumentDescription>();
            options.AddOperationTransformer<HeaderDescription>();
        });

    /// <summary>The OpenAPI document for everybody, and in development a page to try it on.</summary>
    public static void MapDescription(this WebApplication app)
    {
        app.MapOpenApi();
        if (app.Environment.IsDevelopment())
        {
            app.MapScalarApiReference();
        }
    }
}
