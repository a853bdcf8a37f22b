using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Every route is asked in every way that is refused: each answer is a whole problem with a code of the list, and has the headers that browsers and caches need.</summary>
public sealed partial class EveryAnswerTests : IAsyncLifetime
{
    private static readonly HashSet<string> Codes = [.. typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static code => (string)code.GetValue(null)!)];

    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.StartAsync(application: static app =>
    {
        app.MapBookstoreWebhookReceivers();
        app.MapBookstoreOpenApi();
    });

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Every_refusal_of_every_route_is_a_whole_problem()
    {
        var routes = Routes().ToList();
        routes.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var (method, path, isApi, isWrite) in routes)
        {
            await RefusedAsync(HttpMethod.Patch, path, TestShop.Key, HttpStatusCode.MethodNotAllowed);
            if (!isApi)
            {
                continue;
            }

            await RefusedAsync(method, path, null, HttpStatusCode.Unauthorized);
            await RefusedAsync(method, path, "no key of ours", HttpStatusCode.Unauthorized);
            await RefusedAsync(method, path + "?page=2", TestShop.Key, HttpStatusCode.BadRequest);
            if (!path.StartsWith("/api/books", StringComparison.Ordinal) || isWrite)
            {
                await RefusedAsync(method, path, TestShop.ReaderKey, HttpStatusCode.Forbidden);
            }

            if (isWrite)
            {
                foreach (var body in new[] { "{", "[]", "1", "\"\"", "null", "{}", """{"items":1,"items":2}""", new string('[', 40), new string(' ', 1_048_577) })
                {
                    await AnsweredAsync(method, path, body, "application/json");
                }

                await AnsweredAsync(method, path, "customer_id=1", "application/x-www-form-urlencoded");
                await AnsweredAsync(method, path, "{}", "application/json; charset=latin1");
            }
        }
    }

    [Fact]
    public async Task A_notification_that_is_refused_is_told_why()
    {
        await RefusedAsync(HttpMethod.Post, "/webhooks/nobody", null, HttpStatusCode.NotFound);
        var unsigned = await AnsweredAsync(HttpMethod.Post, "/webhooks/simulated", "{}", "application/json");
        unsigned.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        unsigned.Header("WWW-Authenticate").ShouldBe("Signature");
        (await AnsweredAsync(HttpMethod.Post, "/webhooks/simulated", new string(' ', 300_000), "application/json")).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_notification_that_cannot_be_read_to_its_end_is_told_so()
    {
        using var sender = new TcpClient();
        await sender.ConnectAsync(_shop.Http.BaseAddress!.Host, _shop.Http.BaseAddress.Port);
        await sender.GetStream().WriteAsync("POST /webhooks/simulated HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n80000000\r\n{}"u8.ToArray());
        using var reader = new StreamReader(sender.GetStream());

        var answer = await reader.ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("Content-Type: application/problem+json");
        answer.ShouldContain("\"code\":\"invalid_notification\"");
    }

    private IEnumerable<(HttpMethod Method, string Path, bool IsApi, bool IsWrite)> Routes() =>
        from endpoint in _shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        let isApi = pattern.StartsWith("/api/", StringComparison.Ordinal)
        where method != "HEAD"
        select (new HttpMethod(method), Parameter().Replace(pattern, TestShop.Odyssey), isApi, isApi && method is not "GET");

    private async Task RefusedAsync(HttpMethod method, string path, string? key, HttpStatusCode status)
    {
        var answer = await _shop.SendAsync(method, path, null, key);
        ShouldBeWhole(answer, $"{method} {path}");
        answer.Status.ShouldBe(status, $"{method} {path}: {answer.Text}");
        answer.Header("WWW-Authenticate").ShouldBe(status == HttpStatusCode.Unauthorized ? "ApiKey realm=\"bookstore\", header=\"X-API-Key\"" : null);
    }

    private async Task<Answer> AnsweredAsync(HttpMethod method, string path, string body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } } };
        request.Headers.Add("X-API-Key", TestShop.Key);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var answer = await Answer.ReadAsync(await _shop.Http.SendAsync(request));
        ShouldBeWhole(answer, $"{method} {path} {body[..Math.Min(body.Length, 40)]}");
        return answer;
    }

    private static void ShouldBeWhole(Answer answer, string request)
    {
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff", request);
        if ((int)answer.Status < 400)
        {
            return;
        }

        answer.MediaType.ShouldBe("application/problem+json", $"{request} {answer.Status}");
        Codes.ShouldContain(answer.Code, request);
        answer.ShouldBeProblem((HttpStatusCode)ProblemStatus.Of(answer.Code!), answer.Code!);
        answer.Header("Cache-Control").ShouldBe("no-store", request);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
