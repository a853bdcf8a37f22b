using System.Text;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>What is answered when something behind the API fails.</summary>
public sealed class FaultTests
{
    private const string Secret = "Data Source=/secret/path; SELECT card FROM vault";

    [Fact]
    public async Task A_full_queue_is_503_with_Retry_After()
    {
        await using var shop = await StartAsync(new BookstoreOverloadedException { RetryAfter = TimeSpan.FromMilliseconds(2_500) });

        var answer = await shop.PostAsync("/api/orders", Bodies.Order());

        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_store_that_is_away_for_a_moment_is_503()
    {
        await using var shop = await StartAsync(new BookstoreStoreException(Secret) { IsTransient = true });

        var answer = await shop.PostAsync("/api/orders", Bodies.Order());

        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        answer.Text.ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_outcome_that_is_not_known_is_no_promise_that_nothing_was_written()
    {
        await using var shop = await StartAsync(new BookstoreStoreException(Secret) { IsTransient = true, IsOutcomeUnknown = true });

        var answer = await shop.PostAsync("/api/orders", Bodies.Order());

        answer.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");
        answer.Text.ShouldContain("same idempotency key");
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_fault_says_nothing_of_itself_in_any_environment(string environment)
    {
        await using var shop = await StartAsync(new InvalidOperationException(Secret, new ArgumentException(Secret)), environment);

        var answer = await shop.PostAsync("/api/orders", Bodies.Order());

        answer.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");
        answer.Text.ShouldNotContain("secret");
        answer.Text.ShouldNotContain("Exception");
        answer.Text.ShouldNotContain(" at ");
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_at_all_is_500()
    {
        await using var shop = await StartAsync(new BookstoreStoreException(Secret));

        (await shop.PostAsync("/api/orders", Bodies.Order())).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");
    }

    [Fact]
    public async Task A_store_that_needs_a_person_is_503_and_says_no_more()
    {
        await using var shop = await StartAsync(new BookstoreStoreException(Secret) { IsUnavailable = true });

        var answer = await shop.PostAsync("/api/orders", Bodies.Order());

        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        answer.Text.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_store_that_is_lost_in_a_write_is_500_since_the_outcome_is_unknown()
    {
        await using var shop = await StartAsync(new BookstoreStoreException(Secret) { IsUnavailable = true, IsOutcomeUnknown = true });

        (await shop.PostAsync("/api/orders", Bodies.Order())).ShouldBeProblem(HttpStatusCode.InternalServerError, "internal_error");
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_request_and_is_no_fault()
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var log = new ListLoggerProvider();
        var workflow = Substitute.For<IOrderWorkflow>();
        workflow.PlaceAsync(Arg.Any<PlaceOrderRequest>(), Arg.Any<CancellationToken>()).Returns(async Task<PlaceOrderResult> (call) =>
        {
            entered.SetResult();
            await using var registration = call.Arg<CancellationToken>().Register(cancelled.SetResult);
            await cancelled.Task;
            throw new OperationCanceledException(call.Arg<CancellationToken>());
        });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow), host: builder => builder.Logging.AddProvider(log));
        using var away = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders");
        request.Headers.Add("X-API-Key", TestShop.Key);
        request.Content = new StringContent(Bodies.Order(), Encoding.UTF8, "application/json");

        var sending = shop.Http.SendAsync(request, away.Token);
        await entered.Task;
        await away.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sending);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));

        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
        log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_not_ready()
    {
        var never = new TaskCompletionSource<Page<BookListing>>();
        var inventory = Substitute.For<IInventoryService>();
        inventory.ListBooksAsync(Arg.Any<BookQuery>(), Arg.Any<CancellationToken>()).Returns(new ValueTask<Page<BookListing>>(never.Task));
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(inventory), options => options.ReadinessTimeout = TimeSpan.FromMilliseconds(50));

        var answer = await shop.GetAsync("/health/ready", key: null);

        answer.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        (await shop.GetAsync("/health/live", key: null)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<TestShop> StartAsync(Exception exception, string environment = "Production")
    {
        var workflow = Substitute.For<IOrderWorkflow>();
        workflow.PlaceAsync(Arg.Any<PlaceOrderRequest>(), Arg.Any<CancellationToken>()).Returns(Task.FromException<PlaceOrderResult>(exception));
        return TestShop.StartAsync(services => services.AddSingleton(workflow), host: builder => builder.Environment.EnvironmentName = environment);
    }
}
