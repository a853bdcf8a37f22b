using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Bookstore.AspNetCore;

/// <summary>The API in the document of an application that uses Microsoft.AspNetCore.OpenApi.</summary>
public sealed class MicrosoftOpenApiTests
{
    [Fact]
    public async Task The_packages_description_makes_the_generators_document_complete()
    {
        await using var app = await DescribedApplication.StartAsync(
            services => services.AddOpenApi(options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
                options.AddDocumentTransformer((document, context, _) =>
                {
                    BookstoreDocument.AddTo(document, context.ApplicationServices);
                    return Task.CompletedTask;
                });
            }),
            app => app.MapOpenApi());

        DescribedApplication.ShouldHaveAllOf(await DescribedApplication.ReadAsync(app, "/openapi/v1.json"), DescriptionOf(app));
    }

    [Fact]
    public async Task The_endpoints_name_and_describe_themselves()
    {
        await using var app = await DescribedApplication.StartAsync(services => services.AddOpenApi(), app => app.MapOpenApi());

        DescribedApplication.ShouldNameAndDescribeEach(await DescribedApplication.ReadAsync(app, "/openapi/v1.json"), DescriptionOf(app));
    }

    [Fact]
    public async Task The_application_serves_the_description_of_what_it_maps()
    {
        await using var app = await DescribedApplication.StartAsync(static _ => { }, static _ => { });

        var served = await DescribedApplication.ReadAsync(app, "/openapi/bookstore.json");

        JsonNode.DeepEquals(served, DescriptionOf(app)).ShouldBeTrue();
        served["paths"]!.AsObject().Select(path => path.Key).ShouldContain("/shop/api/orders/{order_id}/cancel");
        served["paths"]!.AsObject().Select(path => path.Key).ShouldNotContain("/docs");
        served["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()).ShouldNotContain("Document");
    }

    [Fact]
    public async Task The_API_can_be_mapped_twice_beside_names_for_links()
    {
        await using var app = await DescribedApplication.StartAsync(static _ => { }, static app =>
        {
            app.MapBookstoreApi("/second");
            app.MapBookstoreHealth("/second-health");
        });

        app.Services.GetRequiredService<LinkGenerator>().GetPathByName("own", null).ShouldBe("/own");
        var ids = DescribedApplication.OperationsOf(DescriptionOf(app)).Values.Select(operation => operation["operationId"]!.GetValue<string>()).ToList();
        ids.ShouldBeUnique();
        ids.ShouldContain("placeOrder_2");
        ids.ShouldContain("getLiveness_2");

        // Routing looks at the names of all routes when the first request comes.
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        (await http.GetAsync(new Uri("/second-health/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetAsync(new Uri("/second/books", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task There_is_no_description_without_a_route()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();

        Should.Throw<InvalidOperationException>(() => BookstoreOpenApi.GetJson(app.Services)).Message.ShouldContain("MapBookstoreApi");
    }

    private static JsonObject DescriptionOf(WebApplication app) => JsonNode.Parse(BookstoreOpenApi.GetJson(app.Services))!.AsObject();
}
