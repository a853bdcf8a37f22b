using Microsoft.OpenApi;

namespace Bookstore.AspNetCore;

/// <summary>Adds the complete description of the Bookstore API to the document of the application's own generator.</summary>
internal static class BookstoreDocument
{
    public static void AddTo(OpenApiDocument document, IServiceProvider services)
    {
        var bookstore = OpenApiDocument.Parse(BookstoreOpenApi.GetJson(services), "json").Document!;
        foreach (var (path, item) in bookstore.Paths)
        {
            document.Paths[path] = item;
        }

        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        foreach (var (name, schema) in bookstore.Components!.Schemas!)
        {
            document.Components.Schemas[name] = schema;
        }

        foreach (var (name, scheme) in bookstore.Components.SecuritySchemes!)
        {
            document.Components.SecuritySchemes[name] = scheme;
        }

        document.Tags = new HashSet<OpenApiTag>([.. (document.Tags ?? new HashSet<OpenApiTag>()).Where(tag => bookstore.Tags!.All(other => other.Name != tag.Name)), .. bookstore.Tags!]);
    }
}
