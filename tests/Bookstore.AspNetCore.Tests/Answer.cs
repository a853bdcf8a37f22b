using System.Net.Http.Headers;

namespace Bookstore.AspNetCore;

/// <summary>An answer, read to its end.</summary>
public sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => Json["code"]?.GetValue<string>();

    /// <summary>A header of the answer; <see langword="null"/> when it is not there.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new Answer(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>Checks that it is a whole problem of that kind.</summary>
    public JsonNode ShouldBeProblem(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Text);
        MediaType.ShouldBe("application/problem+json");
        var problem = Json;
        problem["code"]!.GetValue<string>().ShouldBe(code, Text);
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        problem["type"]!.GetValue<string>().ShouldBe("urn:bookstore:problem:" + code);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["detail"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["message"]!.GetValue<string>().ShouldBe(problem["detail"]!.GetValue<string>());
        problem["trace_id"]!.GetValue<string>().ShouldNotBeEmpty();
        return problem;
    }

    /// <summary>Checks that a member is told to be wrong.</summary>
    public void ShouldBlame(string pointer) => Json["errors"]!.AsObject().Select(member => member.Key).ShouldContain(pointer, Text);
}
