using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Samples;

/// <summary>Every address of the host is asked with every method: each answer says how browsers may use it, and each refusal that is no page is a problem with a code.</summary>
public sealed partial class EveryAnswerOfTheHostTests
{
    private const string Key = "a-key-of-32-characters-for-a-test";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Every_answer_restricts_browsers_and_every_refusal_has_a_code(string environment)
    {
        await using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment(environment);
            builder.UseSetting("Bookstore:Store", "memory");
            builder.UseSetting("Bookstore:Payments:Provider", "simulated");
            builder.UseSetting("Bookstore:MaxRequestsPerSecond", "0");
            builder.UseSetting("BOOKSTORE_API_KEY", Key);
        });
        using var client = factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        var paths = factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(static endpoint => "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), "0192f0c0-0000-7000-8000-000000000001"))
            .Concat(["/docs", "/docs/index.html", "/docs/nothing.js", "/scalar/nothing.js", "/nothing", "/health", "/webhooks", "/webhooks/a/b", "/simulated-bank/1", "/api", "/apis"])
            .Distinct().ToList();
        paths.Count.ShouldBeGreaterThan(60);

        foreach (var path in paths)
        {
            foreach (var method in Methods)
            {
                // Streams of events do not end by themselves.
                if (path.EndsWith("/live", StringComparison.Ordinal) && path.StartsWith("/console", StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (var body in method == "POST" ? new[] { null, "{}", "not JSON" } : [null])
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, null, "application/json") };
                    request.Headers.Add("X-API-Key", Key);
                    using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    await CheckAsync(answer, $"{method} {path} {body}");
                }
            }
        }
    }

    private static async Task CheckAsync(HttpResponseMessage answer, string request)
    {
        answer.Headers.TryGetValues("Content-Security-Policy", out var policies).ShouldBeTrue($"{request} {answer.StatusCode}");
        policies!.Single().ShouldContain("frame-ancestors 'none'", customMessage: request);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"], request);
        if ((int)answer.StatusCode < 400 || answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            return;
        }

        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", $"{request} {answer.StatusCode}");
        if (!request.StartsWith("HEAD", StringComparison.Ordinal))
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            problem["code"]!.GetValue<string>().ShouldNotBeEmpty(request);
            problem["status"]!.GetValue<int>().ShouldBe((int)answer.StatusCode, request);
        }
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
