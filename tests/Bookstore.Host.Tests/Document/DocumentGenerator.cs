using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bookstore.Samples;

/// <summary>Makes the description of the API from the running routes: <c>openapi.yaml</c> and the document that the package carries.</summary>
internal static class DocumentGenerator
{
    public const string Name = "v1";

    private const string SchemeName = "ApiKeyAuth";

    public static void AddDocumentGenerator(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Name, new OpenApiInfo
            {
                Title = "Bookstore Management API",
                Version = "1.0.0",
                Description = DocumentText.Description,
                Contact = new OpenApiContact { Name = "Bookstore contributors", Url = new Uri("https://github.com/bookstore-dotnet/bookstore") },
                License = new OpenApiLicense { Name = "MIT", Identifier = null, Url = new Uri("https://opensource.org/license/mit") },
            });
            options.AddServer(new OpenApiServer
            {
                Url = "/",
                Description = "The host that serves this document: a local one, staging or production",
                // For judges of API inventories: nothing of it is meant for the inside of a network alone.
                Extensions = new Dictionary<string, IOpenApiExtension> { ["x-internal"] = new JsonNodeExtension(JsonValue.Create(false)) },
            });
            options.CustomSchemaIds(SchemaNames.Of);
            options.CustomOperationIds(SchemaNames.OperationIdOf);
            options.SupportNonNullableReferenceTypes();
            options.IncludeXmlComments(Path.ChangeExtension(typeof(BookResource).Assembly.Location, ".xml"));
            options.AddSecurityDefinition(SchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = BookstoreHeaders.ApiKey,
                Description = "The client's API key. The host's configuration gives each client its roles. Send it over TLS only: whoever reads it has these roles.",
            });
            options.AddSecurityRequirement(document => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] });
            options.SchemaFilter<SchemaLimits>();
            options.OperationFilter<OperationDetails>();
            options.DocumentFilter<DocumentFinish>();
        });
    }
}
