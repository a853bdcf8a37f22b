using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Which routes the matcher has to choose from.</summary>
public sealed class RefusalPolicyTests
{
    [Fact]
    public async Task A_route_that_is_certain_to_come_first_is_the_only_candidate()
    {
        await using var shop = await TestShop.StartAsync();

        CandidatesOf(shop, "GET", "/api", "/books/{isbn}").ShouldBe(["getBook"]);
        CandidatesOf(shop, "HEAD", "/api", "/books/{isbn}").Count.ShouldBe(1);
        CandidatesOf(shop, "POST", "/api", "/orders").ShouldBe(["placeOrder"]);
    }

    [Fact]
    public async Task A_method_that_no_route_has_is_still_refused()
    {
        await using var shop = await TestShop.StartAsync();

        CandidatesOf(shop, "DELETE", "/api", "/books/{isbn}").Count.ShouldBe(2);
        (await shop.SendAsync(HttpMethod.Delete, $"/api/books/{TestShop.Martian}", null)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await shop.GetAsync("/api/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Where_a_constraint_can_reject_an_address_the_refusals_stay()
    {
        await using var shop = await TestShop.StartAsync(application: app => app.MapBookstoreApi("/{language:length(2)}/shop"));

        CandidatesOf(shop, "GET", "/{language:length(2)}/shop", "/books/{isbn}").Count.ShouldBe(3);
        (await shop.GetAsync($"/en/shop/books/{TestShop.Martian}")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.SendAsync(HttpMethod.Delete, $"/en/shop/books/{TestShop.Martian}", null)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_refusals_of_another_mapping_stay()
    {
        await using var shop = await TestShop.StartAsync(application: app => app.MapBookstoreApi("/other"));
        var policy = shop.App.Services.GetServices<MatcherPolicy>().OfType<RefusalPolicy>().Single();
        var endpoints = Endpoints(shop);
        List<Endpoint> mixed =
        [
            endpoints.First(static endpoint => PatternOf(endpoint) == "/api/books/{isbn}" && Takes(endpoint, "GET")),
            endpoints.First(static endpoint => PatternOf(endpoint) == "/other/{**path}"),
        ];

        policy.AppliesToEndpoints(mixed).ShouldBeFalse();
    }

    // The endpoints of a request, as the policies before have left them.
    private static List<string?> CandidatesOf(TestShop shop, string method, string prefix, string path)
    {
        List<Endpoint> endpoints = [.. Endpoints(shop).Where(endpoint => (PatternOf(endpoint) == prefix + path || PatternOf(endpoint) == prefix + "/{**path}") && Takes(endpoint, method))];
        var policy = shop.App.Services.GetServices<MatcherPolicy>().OfType<RefusalPolicy>().Single();
        var kept = policy.AppliesToEndpoints(endpoints) ? policy.GetEdges(endpoints).Single().Endpoints : endpoints;
        return [.. kept.Select(static endpoint => endpoint.Metadata.GetMetadata<OperationId>()?.Operation)];
    }

    private static IReadOnlyList<Endpoint> Endpoints(TestShop shop) => shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    private static string? PatternOf(Endpoint endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText;

    private static bool Takes(Endpoint endpoint, string method) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) != false;
}
