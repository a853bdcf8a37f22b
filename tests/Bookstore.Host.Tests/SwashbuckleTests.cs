using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Bookstore.Samples;

/// <summary>The API in the document of an application that uses Swashbuckle.</summary>
public sealed class SwashbuckleTests
{
    [Fact]
    public async Task The_packages_description_makes_the_generators_document_complete()
    {
        await using var app = await StartAsync(options => options.DocumentFilter<AddBookstore>());

        DescribedApplication.ShouldHaveAllOf(await DescribedApplication.ReadAsync(app, "/swagger/v1/swagger.json"), DescriptionOf(app));
    }

    [Fact]
    public async Task The_endpoints_name_and_describe_themselves()
    {
        await using var app = await StartAsync(static _ => { });

        DescribedApplication.ShouldNameAndDescribeEach(await DescribedApplication.ReadAsync(app, "/swagger/v1/swagger.json"), DescriptionOf(app));
    }

    private static Task<WebApplication> StartAsync(Action<SwaggerGenOptions> configure) => DescribedApplication.StartAsync(
        services => services.AddEndpointsApiExplorer().AddSwaggerGen(configure),
        app => app.UseSwagger(options => options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0));

    private static JsonObject DescriptionOf(WebApplication app) => JsonNode.Parse(BookstoreOpenApi.GetJson(app.Services))!.AsObject();

    private sealed class AddBookstore(IServiceProvider services) : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => BookstoreDocument.AddTo(swaggerDoc, services);
    }
}
