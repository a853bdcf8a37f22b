using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A host that starts while the clock of the database server is ahead: it knows no earlier reading, and another host is working on its orders.</summary>
public sealed class StartBesideAClockStepTests
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(1);

    [Fact]
    public async Task RunOnceAsync_time_was_ahead_at_the_start_and_is_set_right_gives_nothing_up_that_another_host_works_on()
    {
        var records = new InMemoryStore();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await TestShop.OpenAsync(decorate: _ => new SharedStore(records));
        shop.Gateway.OnAuthorize = async (_, inner) =>
        {
            asked.SetResult();
            await answer.Task;
            return await inner();
        };
        var placing = shop.PlaceAsync(TestShop.Martian);
        await asked.Task;
        var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single();
        var stepped = new SteppedStore(records, shop.Time) { Step = Step };
        await using var started = Start(shop, stepped);

        (await started.GetRequiredService<OrderRecovery>().RunOnceAsync()).ShouldBe(0);
        (await started.GetRequiredService<Housekeeping>().RunOnceAsync()).ShouldBe(0);
        stepped.Step = TimeSpan.Zero;
        (await started.GetRequiredService<OrderRecovery>().RunOnceAsync()).ShouldBe(0);
        answer.SetResult();

        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await shop.OrderAsync(order.Id)).Status.ShouldBe(OrderStatus.Created);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_after_a_crash_recovers_at_once_where_the_clocks_agree()
    {
        var records = new InMemoryStore();
        await using var shop = await TestShop.OpenAsync(decorate: _ => new SharedStore(records));
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await using var started = Start(shop, new SteppedStore(records, shop.Time));

        (await started.GetRequiredService<OrderRecovery>().RunOnceAsync()).ShouldBe(1);
    }

    private static ServiceProvider Start(TestShop shop, SteppedStore store)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(shop.Time).AddSingleton<IPaymentGateway>(shop.Gateway);
        services.AddBookstore().UseStore(_ => new SharedStore(store));
        return services.BuildServiceProvider();
    }

    /// <summary>A store whose time is ahead for some hosts.</summary>
    internal sealed class SteppedStore(IBookstoreStore inner, TimeProvider time) : DelegatingStore(inner)
    {
        public TimeSpan Step { get; set; }

        public override async ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken) =>
            await base.ReadTimeAsync(host with { Expected = time.GetUtcNow() }, cancellationToken) + Step;
    }
}
