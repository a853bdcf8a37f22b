using System.Net;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class RetryTests
{
    [Fact]
    public async Task PlaceOrderAsync_server_fails_twice_sends_one_key_and_one_body_three_times()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded), Answers.Text(502, "text/html", "<html>"), Answers.Created);
        using var client = new TestClient(server.Address);

        var placement = await client.Client.PlaceOrderAsync(TestClient.Order);

        placement.Outcome.ShouldBe(OrderPlacementOutcome.Created);
        server.Requests.Count.ShouldBe(3);
        server.Requests.Select(request => request.IdempotencyKey).Distinct().ShouldBe([placement.IdempotencyKey]);
        server.Requests.Select(request => request.Body).Distinct().Count().ShouldBe(1);
        client.Time.Pauses.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task FindBookAsync_passing_failure_is_tried_again(int status)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(status, "whatever"), Answers.Book);
        using var client = new TestClient(server.Address);

        (await client.Client.FindBookAsync("0141439580")).ShouldBe(Answers.Emma);
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task FindBookAsync_lasting_failure_is_not_tried_again(int status)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(status, "whatever"));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("0141439580"));

        ((int?)fault.StatusCode).ShouldBe(status);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceOrderAsync_key_in_progress_is_tried_again_with_the_same_key()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(409, ProblemCodes.IdempotencyInProgress), Answers.Created);
        using var client = new TestClient(server.Address);

        var placement = await client.Client.PlaceOrderAsync(TestClient.Order, "order-17");

        placement.Outcome.ShouldBe(OrderPlacementOutcome.Created);
        server.Requests.Select(request => request.IdempotencyKey).ShouldBe(["order-17", "order-17"]);
    }

    [Fact]
    public async Task FindBookAsync_retry_after_is_waited_for()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(429, ProblemCodes.TooManyRequests, retryAfterSeconds: 7), Answers.Book);
        using var client = new TestClient(server.Address);

        await client.Client.FindBookAsync("0141439580");

        client.Time.Pauses.ShouldBe([TimeSpan.FromSeconds(7)]);
    }

    [Fact]
    public async Task FindBookAsync_retry_after_beyond_the_total_timeout_fails_at_once_and_says_when()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded, retryAfterSeconds: 3_600));
        using var client = new TestClient(server.Address);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("0141439580"));

        fault.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        fault.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        client.Time.Pauses.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_without_an_idempotency_key_is_never_tried_again()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded));
        using var client = new TestClient(server.Address);

        await Should.ThrowAsync<BookstoreApiException>(() => client.Client.ResumeOrderAsync("0199"));
        await Should.ThrowAsync<BookstoreApiException>(() => client.Api.PlaceOrderAsync(TestClient.Order));

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task PlaceOrderAsync_server_keeps_failing_gives_up_after_the_retries_with_growing_pauses()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(500, ProblemCodes.InternalError));
        using var client = new TestClient(server.Address, configure: options => options.Resilience.MaxRetries = 4);

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        fault.Code.ShouldBe(ProblemCodes.InternalError);
        server.Requests.Count.ShouldBe(5);
        client.Time.Pauses.Count.ShouldBe(4);
        client.Time.Pauses.ShouldAllBe(pause => pause > TimeSpan.Zero && pause <= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task PlaceOrderAsync_resilience_off_is_sent_once()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded));
        using var client = new TestClient(server.Address, configure: options => options.Resilience.Enabled = false);

        await Should.ThrowAsync<BookstoreApiException>(() => client.Client.PlaceOrderAsync(TestClient.Order));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceOrderAsync_answer_cut_off_is_tried_again()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.CutOff, Answers.Created);
        using var client = new TestClient(server.Address);

        (await client.Client.PlaceOrderAsync(TestClient.Order)).Outcome.ShouldBe(OrderPlacementOutcome.Created);
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task FindBookAsync_no_answer_in_time_is_tried_again()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(Answers.Never(arrived), Answers.Book);
        using var client = new TestClient(server.Address);

        var found = client.Client.FindBookAsync("0141439580");
        await arrived.Task;
        client.Time.Advance(TimeSpan.FromSeconds(15));

        (await found).ShouldBe(Answers.Emma);
    }

    [Fact]
    public async Task FindBookAsync_no_answer_in_the_total_time_times_out()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(Answers.Never(arrived));
        using var client = new TestClient(server.Address, configure: options => options.Resilience.Enabled = false);

        var found = client.Client.FindBookAsync("0141439580");
        await arrived.Task;
        client.Time.Advance(TimeSpan.FromSeconds(60));

        var fault = await Should.ThrowAsync<BookstoreApiException>(found);
        fault.Fault.ShouldBe(BookstoreApiFault.TimedOut);
        fault.Message.ShouldBe($"GET {server.Address}api/books/0141439580 was not answered within 60 s.");
    }

    [Fact]
    public async Task PlaceOrderAsync_cancelled_in_a_pause_stops_at_once()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded, retryAfterSeconds: 30));
        using var cancellation = new CancellationTokenSource();
        var time = new ManualTime { WaitBegins = wait => Cancel(wait, cancellation) };
        using var client = new TestClient(server.Address, time);

        await Should.ThrowAsync<OperationCanceledException>(() => client.Client.PlaceOrderAsync(TestClient.Order, cancellationToken: cancellation.Token));

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceOrderAsync_cancelled_in_a_try_throws_the_callers_cancellation()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ScriptedServer.StartAsync(Answers.Never(arrived));
        using var client = new TestClient(server.Address);
        using var cancellation = new CancellationTokenSource();

        var placing = client.Client.PlaceOrderAsync(TestClient.Order, cancellationToken: cancellation.Token);
        await arrived.Task;
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(placing);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task FindBookAsync_server_fails_again_and_again_opens_the_circuit_and_closes_it_later()
    {
        var healthy = false;
        RequestDelegate answer = context => (Volatile.Read(ref healthy) ? Answers.Book : Answers.Problem(500, ProblemCodes.InternalError))(context);
        await using var server = await ScriptedServer.StartAsync(answer);
        using var client = new TestClient(server.Address, configure: options => options.Resilience.MaxRetries = 0);
        for (var call = 0; call < 20; call++)
        {
            await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("0141439580"));
        }

        var fault = await Should.ThrowAsync<BookstoreApiException>(() => client.Client.FindBookAsync("0141439580"));
        Volatile.Write(ref healthy, true);
        client.Time.Advance(TimeSpan.FromSeconds(6));
        var book = await client.Client.FindBookAsync("0141439580");

        fault.Fault.ShouldBe(BookstoreApiFault.CircuitOpen);
        fault.RetryAfter.ShouldNotBeNull();
        book.ShouldBe(Answers.Emma);
        server.Requests.Count.ShouldBe(21);
    }

    private static void Cancel(TimeSpan wait, CancellationTokenSource cancellation)
    {
        if (wait == TimeSpan.FromSeconds(30))
        {
            cancellation.Cancel();
        }
    }
}
