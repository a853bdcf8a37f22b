using System.CodeDom.Compiler;
using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>The routes' handlers: how their parameters are bound, and what an application can put around them.</summary>
public sealed class HandlerTests
{
    private static readonly (HttpMethod Method, string Path, string? Body, (string, string)[] Headers)[] Refused =
    [
        (HttpMethod.Get, "/api/books?limit=0&q=%01&other=1", null, []),
        (HttpMethod.Get, "/api/orders?status=gone&attention=1&after=", null, []),
        (HttpMethod.Get, $"/api/books/{TestShop.Martian}", null, [("If-Match", "x")]),
        (HttpMethod.Post, "/api/orders", """{"items":1,"items":2}""", []),
        (HttpMethod.Post, "/api/orders", """{"items":1,"items":2}""", [("Idempotency-Key", "a b")]),
        (HttpMethod.Put, $"/api/books/{TestShop.Martian}", "{}", [("If-None-Match", "x")]),
        (HttpMethod.Post, "/api/delivery/1/status", "not JSON", []),
        (HttpMethod.Post, "/api/work/1/retry", null, [("Idempotency-Key", "")]),
        (HttpMethod.Put, $"/api/books/{new string('9', 200)}", """{"title":"T","author":"A","price":1,"currency":"USD"}""", []),
    ];

    [Fact]
    public async Task Every_handler_is_bound_by_code_that_was_compiled_in()
    {
        await using var shop = await TestShop.StartAsync();

        var handled = shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<MethodInfo>() is not null).ToList();

        handled.Count.ShouldBeGreaterThan(25);
        handled.Where(endpoint => endpoint.Metadata.GetMetadata<GeneratedCodeAttribute>() is null).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public void Only_placing_an_order_says_that_the_first_request_with_its_key_is_still_running()
    {
        // Every other operation takes its effect in the commit that claims the key: a second request waits for it.
        var named = typeof(ApiResult<>).Assembly.GetTypes().SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance))
            .Where(static method => method.GetCustomAttribute<RefusesAttribute>()?.Codes.Contains(ProblemCodes.IdempotencyInProgress) == true)
            .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}");

        named.ShouldBe(["OrderEndpoints.PlaceAsync"]);
    }

    [Fact]
    public async Task What_is_refused_is_answered_alike_in_every_application()
    {
        await using var plain = await TestShop.StartAsync();
        await using var crowded = await TestShop.StartAsync(
            services =>
            {
                services.AddValidation();
                services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
            },
            application: app => app.MapBookstoreApi("/filtered").AddEndpointFilter(async (context, next) => await next(context)));

        foreach (var (method, path, body, headers) in Refused)
        {
            var expected = await plain.SendAsync(method, path, body, headers: headers);
            ((int)expected.Status).ShouldBe(400, path);
            foreach (var place in new[] { path, path.Replace("/api", "/filtered", StringComparison.Ordinal) })
            {
                var answer = await crowded.SendAsync(method, place, body, headers: headers);
                answer.Status.ShouldBe(expected.Status, place);
                WithoutTrace(answer).ShouldBe(WithoutTrace(expected), place);
            }
        }
    }

    [Fact]
    public async Task A_filter_of_the_application_runs_for_clients_alone_and_sees_what_was_bound()
    {
        var seen = new List<object?>();
        await using var shop = await TestShop.StartAsync(application: app => app.MapBookstoreApi("/filtered").AddEndpointFilter(async (context, next) =>
        {
            seen.Add(context.Arguments[0]);
            return await next(context);
        }));

        (await shop.GetAsync($"/filtered/books/{TestShop.Martian}", key: "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await shop.PostAsync("/filtered/orders", Bodies.Order(), TestShop.ReaderKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        seen.ShouldBeEmpty();

        (await shop.GetAsync($"/filtered/books/{TestShop.Martian}")).Json["isbn"].ShouldNotBeNull();
        seen.ShouldBe([TestShop.Martian]);
    }

    [Fact]
    public async Task A_filter_can_answer_in_place_of_the_handler()
    {
        await using var shop = await TestShop.StartAsync(application: app => app.MapBookstoreApi("/filtered").AddEndpointFilter(static (_, _) => ValueTask.FromResult<object?>(Results.StatusCode(418))));

        ((int)(await shop.GetAsync($"/filtered/books/{TestShop.Martian}")).Status).ShouldBe(418);
        (await shop.PostAsync("/filtered/orders", Bodies.Order())).Headers.Contains("Location").ShouldBeFalse();
    }

    [Fact]
    public void A_query_parameter_without_a_limit_is_found_when_the_route_is_built()
    {
        Should.Throw<NotSupportedException>(() => QueryContract.Of(Of(Unlimited))).Message.ShouldContain("StringLength");
        Should.Throw<NotSupportedException>(() => QueryContract.Of(Of(WithoutRange))).Message.ShouldContain("Range");
        Should.Throw<NotSupportedException>(() => QueryContract.Of(Of(OfAnotherType))).Message.ShouldContain("Guid");
        Should.NotThrow(() => QueryContract.Of(Of(WithoutQuery)));
    }

    [Fact]
    public void Every_resource_of_a_result_can_be_written_without_reflection()
    {
        ResourceJson<BookResource>.Type.Options.TypeInfoResolver.ShouldBe(BookstoreJsonContext.Default);
        Should.Throw<TypeInitializationException>(() => ResourceJson<HandlerTests>.Type).InnerException!.Message.ShouldContain("BookstoreJsonContext");
    }

    private static MethodInfo Of(Delegate handler) => handler.Method;

    private static void Unlimited([FromQuery] string? name) => _ = name;

    private static void WithoutRange([FromQuery] int? number) => _ = number;

    private static void OfAnotherType([FromQuery] Guid? id) => _ = id;

    private static void WithoutQuery([FromRoute] string name) => _ = name;

    private static string WithoutTrace(Answer answer)
    {
        var problem = answer.Json.AsObject();
        problem.Remove("trace_id").ShouldBeTrue();
        return problem.ToJsonString();
    }
}
