using Bookstore.Contracts;
using Microsoft.OpenApi;

namespace Bookstore.Samples;

/// <summary>The API's description: made from the running routes for <c>openapi.yaml</c>, which is served with Swagger UI on it.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private const string EnabledKey = "Bookstore:Docs:Enabled";
    private const string ResourceName = "openapi.yaml";
    private const string SchemeName = "ApiKeyAuth";

    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Name, new OpenApiInfo
            {
                Title = "Bookstore Management API",
                Version = "1.0.0",
                Description = DocumentText.Description,
                License = new OpenApiLicense { Name = "MIT", Identifier = null, Url = new Uri("https://opensource.org/license/mit") },
            });
            options.AddServer(new OpenApiServer { Url = "/", Description = "The host that serves this document" });
            options.CustomSchemaIds(SchemaNames.Of);
            options.CustomOperationIds(SchemaNames.OperationIdOf);
            options.SupportNonNullableReferenceTypes();
            options.IncludeXmlComments(Path.ChangeExtension(typeof(BookResource).Assembly.Location, ".xml"));
            options.AddSecurityDefinition(SchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = BookstoreHeaders.ApiKey,
                Description = "The client's API key. The host's configuration gives each client its roles.",
            });
            options.AddSecurityRequirement(document => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] });
            options.SchemaFilter<SchemaLimits>();
            options.OperationFilter<OperationDetails>();
            options.DocumentFilter<DocumentFinish>();
        });
    }

    public static void MapApiDocument(this WebApplication app)
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream);
        var yaml = reader.ReadToEnd();
        app.MapGet("/openapi.yaml", () => Results.Text(yaml, "application/yaml; charset=utf-8"))
            .WithName("getDocument").WithTags("Document").WithSummary("Read this document").WithDescription("The API's description, OpenAPI 3.0.")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["application/yaml"]) { Description = "The document." });
        if (app.Configuration.GetValue(EnabledKey, app.Environment.IsDevelopment()))
        {
            UseDocsPage(app);
        }
    }

    private static void UseDocsPage(WebApplication app)
    {
        var page = new DocsPage();
        app.Lifetime.ApplicationStopped.Register(page.Dispose);

        // Under its own address alone: it compares the path of every request that it sees with patterns.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/docs"), docs => docs.Use(next => context => page.AnswerAsync(context, next)).UseSwaggerUI(options =>
        {
            options.DocumentTitle = "Bookstore API";
            options.RoutePrefix = "docs";
            options.SwaggerEndpoint("/openapi.yaml", "Bookstore API");
            options.DisplayRequestDuration();
        }));
    }
}
