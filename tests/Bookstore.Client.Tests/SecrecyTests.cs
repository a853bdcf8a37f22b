using Bookstore.Contracts;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class SecrecyTests
{
    [Fact]
    public async Task The_api_key_is_sent_to_the_server_and_nowhere_else()
    {
        var echo = new ProblemResource { Status = 400, Code = "echo", Detail = $"You sent {TestClient.ApiKey}.", Title = TestClient.ApiKey };
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded), Answers.Problem(echo));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        server.Requests.ShouldAllBe(request => request.ApiKey == TestClient.ApiKey);
        server.Requests.ShouldAllBe(request => !request.PathAndQuery.Contains(TestClient.ApiKey) && !request.Body.Contains(TestClient.ApiKey));
        fault.Detail.ShouldBe("You sent ***.");
        (fault.ToString() + fault.Problem).ShouldNotContain(TestClient.ApiKey);
        client.Log.ShouldContain(line => line.Contains("POST", StringComparison.Ordinal));
        client.Log.ShouldAllBe(line => !line.Contains(TestClient.ApiKey));
    }

    [Fact]
    public async Task The_card_number_is_in_the_body_and_nowhere_else()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(400, ProblemCodes.InvalidOrder));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        server.Requests[0].Body.ShouldContain("4242424242424242");
        fault.ToString().ShouldNotContain("4242424242424242");
        client.Log.ShouldAllBe(line => !line.Contains("4242424242424242"));
    }

    [Theory]
    [InlineData("key", 422, ProblemCodes.IdempotencyKeyReused)]
    [InlineData("reused", 422, ProblemCodes.IdempotencyKeyReused)]
    [InlineData("code", 400, ProblemCodes.InvalidOrder)]
    [InlineData("in", 400, ProblemCodes.InvalidOrder)]
    [InlineData("\"", 400, ProblemCodes.InvalidOrder)]
    public async Task A_code_that_has_the_api_key_in_it_stays_as_it_is(string apiKey, int status, string code)
    {
        var problem = new ProblemResource { Status = status, Code = code, Detail = $"See {apiKey}.", Errors = new Dictionary<string, IReadOnlyList<string>> { [$"/{apiKey}"] = [$"not {apiKey}"] } };
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(problem));
        using var client = new TestClient(server.Address, configure: options => options.ApiKey = apiKey);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        fault.Code.ShouldBe(code);
        fault.Detail.ShouldBe("See ***.");
        fault.Errors[$"/{apiKey}"].ShouldBe(["not ***"]);
    }

    [Fact]
    public async Task Outcomes_do_not_depend_on_the_letters_of_the_api_key()
    {
        var problem = new ProblemResource { Status = 409, Code = ProblemCodes.InsufficientStock, Isbn = "9780141439587", Available = 1 };
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(problem), Answers.Problem(404, ProblemCodes.BookNotFound));
        using var client = new TestClient(server.Address, configure: options => options.ApiKey = "k");

        (await client.Client.PlaceOrderAsync(TestClient.Order)).Outcome.ShouldBe(OrderPlacementOutcome.InsufficientStock);
        (await client.Client.FindBookAsync("1")).ShouldBeNull();
    }
}
