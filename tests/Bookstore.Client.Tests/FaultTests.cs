using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task SaveBookAsync_refused_carries_the_problem()
    {
        var problem = new ProblemResource
        {
            Status = 400,
            Code = ProblemCodes.InvalidBook,
            Detail = "The book is not valid.",
            TraceId = "4bf92f",
            Errors = new Dictionary<string, IReadOnlyList<string>> { ["/title"] = ["is empty"] },
        };
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(problem));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(
            () => client.Client.SaveBookAsync("0141439580", new SaveBookBody { Title = string.Empty, Author = "Jane Austen", Price = 1m }));

        fault.Fault.ShouldBe(BookstoreApiFault.Refused);
        fault.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        fault.Code.ShouldBe(ProblemCodes.InvalidBook);
        fault.Detail.ShouldBe("The book is not valid.");
        fault.TraceId.ShouldBe("4bf92f");
        fault.Errors["/title"].ShouldBe(["is empty"]);
        fault.Message.ShouldBe($"PUT {server.Address}api/books/0141439580 was answered with 400 (invalid_book): The book is not valid. /title: is empty [trace 4bf92f]");
    }

    [Theory]
    [InlineData(200, "text/html", "<html>Welcome</html>", " was answered with 200 and text/html, not with JSON. Is BaseAddress right, and is there a proxy between the client and the server?")]
    [InlineData(200, "application/json", "{\"isbn\":\"978", " was answered with 200 and JSON that is cut off or not the API's.")]
    [InlineData(200, "application/json", "{\"isbn\":\"978\"}", " was answered with 200 and JSON that is cut off or not the API's.")]
    [InlineData(200, "application/json", "null", " was answered with 200 and JSON that is cut off or not the API's.")]
    [InlineData(200, "application/json", "", " was answered with 200 and JSON that is cut off or not the API's.")]
    [InlineData(200, "application/json", "{\"isbn\":null,\"title\":\"\",\"author\":\"\",\"price\":1,\"currency\":\"USD\",\"stock\":1}", " was answered with 200 and JSON that is cut off or not the API's.")]
    public async Task FindBookAsync_no_answer_of_the_api_says_so(int status, string contentType, string body, string message)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(status, contentType, body));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"));

        fault.Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
        fault.Message.ShouldStartWith($"GET {server.Address}api/books/1{message}");
    }

    [Theory]
    [InlineData("text/html", "<html>Bad gateway</html>")]
    [InlineData("application/problem+json", "{\"status\":")]
    [InlineData("application/json", "[1,2,3]")]
    [InlineData("application/json", "null")]
    public async Task FindBookAsync_failure_without_problem_details_keeps_the_status_and_quotes_nothing(string contentType, string body)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(403, contentType, body));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"));

        fault.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        fault.Code.ShouldBeNull();
        fault.Errors.ShouldBeEmpty();
        fault.Message.ShouldStartWith($"GET {server.Address}api/books/1 was answered with 403 and {contentType}, not with the API's problem details.");
        fault.ToString().ShouldNotContain("Bad gateway");
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task ListBooksAsync_no_list_of_books_says_so(string body)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(200, "application/json", body));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(async () => await client.Client.ListBooksAsync().ToListAsync());

        fault.Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
    }

    [Fact]
    public async Task FindBookAsync_wrong_route_is_a_fault_and_not_null()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(404, ProblemCodes.NotFound));
        using var client = new TestClient(server.Address);

        (await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"))).Code.ShouldBe(ProblemCodes.NotFound);
    }

    [Fact]
    public async Task FindBookAsync_redirect_is_not_followed()
    {
        await using var target = await ScriptedServer.StartAsync(Answers.Book);
        RequestDelegate redirect = context =>
        {
            context.Response.Redirect($"{target.Address}api/books/1?key=x", permanent: true);
            return Task.CompletedTask;
        };
        await using var server = await ScriptedServer.StartAsync(redirect);
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"));

        fault.Fault.ShouldBe(BookstoreApiFault.Redirected);
        fault.Message.ShouldStartWith($"GET {server.Address}api/books/1 was answered with 301, a redirect to {target.Address.ToString().TrimEnd('/')}. Redirects are not followed");
        target.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindBookAsync_too_large_answer_is_not_read_to_its_end(bool isAnnounced)
    {
        RequestDelegate answer = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = isAnnounced ? 10_000_000 : null;
            var spaces = new byte[10_000];
            Array.Fill(spaces, (byte)' ');
            for (var part = 0; part < 1_000 && !context.RequestAborted.IsCancellationRequested; part++)
            {
                await context.Response.Body.WriteAsync(spaces);
            }
        };
        await using var server = await ScriptedServer.StartAsync(answer);
        using var client = new TestClient(server.Address, configure: options => options.MaxResponseBytes = 65_536);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"));

        fault.Fault.ShouldBe(BookstoreApiFault.UnexpectedAnswer);
        fault.Message.ShouldBe($"The answer to GET {server.Address}api/books/1 is too large. Ask for fewer items a page, or raise BookstoreClientOptions.MaxResponseBytes.");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FindBookAsync_untrusted_certificate_says_so_and_is_not_tried_again()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await ScriptedServer.StartAsync(listen => listen.UseHttps(certificate), Answers.Book);
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"));

        fault.Fault.ShouldBe(BookstoreApiFault.Unreachable);
        fault.Message.ShouldStartWith($"GET {server.Address}api/books/1 was not sent: no secure connection. Is the server's certificate trusted here");
        client.Time.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlaceOrderAsync_connection_refused_names_the_address_and_says_that_nothing_was_sent()
    {
        Uri address;
        await using (var server = await ScriptedServer.StartAsync(Answers.Created))
        {
            address = server.Address;
        }

        using var client = new TestClient(address, configure: options => options.Resilience.MaxRetries = 2);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        fault.Fault.ShouldBe(BookstoreApiFault.Unreachable);
        fault.StatusCode.ShouldBeNull();
        fault.Message.ShouldBe(
            $"POST {address}api/orders was not sent: no connection to the server (ConnectionRefused) (3 tries, the last failure: connection). Is the server running, and is BaseAddress right?");
    }

    [Fact]
    public async Task PlaceOrderAsync_connection_breaks_says_that_sending_again_is_safe()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.CutOff);
        using var client = new TestClient(server.Address, configure: options => options.Resilience.MaxRetries = 1);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        fault.Message.ShouldBe(
            $"POST {server.Address}api/orders was not answered in full: the connection broke (2 tries, the last failure: connection). It is not known whether it took effect; sending it again with the same key is safe.");
    }

    [Fact]
    public async Task The_name_of_a_server_that_cannot_be_resolved_is_in_the_message()
    {
        using var client = new TestClient(new Uri("http://no-such-shop.invalid:81/"), configure: options => options.Resilience.MaxRetries = 0);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("1"));

        fault.Fault.ShouldBe(BookstoreApiFault.Unreachable);
        fault.Message.ShouldStartWith("GET http://no-such-shop.invalid:81/api/books/1 was not sent: ");
    }

    [Fact]
    public async Task Many_wrong_members_make_a_message_of_one_line_and_limited_length()
    {
        var problem = new ProblemResource
        {
            Status = 400,
            Code = ProblemCodes.InvalidOrder,
            Detail = "The order is not valid.\r\n" + new string('d', 10_000),
            Errors = Enumerable.Range(0, 200).ToDictionary(at => $"/items/{at}/quantity", _ => (IReadOnlyList<string>)[new string('e', 1_000), "is\nzero"]),
        };
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(problem));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        fault.Errors.Count.ShouldBe(200);
        fault.Message.ShouldContain("; /items/4/quantity: ");
        fault.Message.ShouldContain("; and 195 more [trace ");
        fault.Message.ShouldAllBe(character => !char.IsControl(character));
        fault.Message.Length.ShouldBeLessThan(2_500);
    }
}
