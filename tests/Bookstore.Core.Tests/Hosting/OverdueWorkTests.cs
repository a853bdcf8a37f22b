using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Hosting;

/// <summary>For how long the oldest work of each kind has been due, as it is measured.</summary>
public sealed class OverdueWorkTests
{
    private const string Name = "overdue";

    [Fact]
    public async Task Oldest_work_of_each_kind_is_measured_until_it_is_done()
    {
        using var measured = new Ages();
        await using var shop = await TestShop.OpenAsync(static options => options.ShopName = Name);
        await shop.Services.GetRequiredService<OverdueWork>().MeasureAsync(default);
        measured.Of.Keys.Order().ShouldBe(["courier", "event_handler", "inbox", "payment", "refund", "webhook"]);
        measured.Of.Values.ShouldAllBe(static age => age == 0);

        var captured = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = captured.Id, Amount = 1, Reason = "goodwill" });
        shop.Time.Advance(TimeSpan.FromMinutes(3));
        await shop.PlaceAsync(TestShop.Odyssey);
        shop.Time.Advance(TimeSpan.FromMinutes(2));
        await shop.Services.GetRequiredService<OverdueWork>().MeasureAsync(default);
        measured.Of["payment"].ShouldBe(120, tolerance: 5);
        measured.Of["refund"].ShouldBe(300, tolerance: 5);
        measured.Of["courier"].ShouldBe(0);

        await shop.Settlement.RunOnceAsync();
        await shop.Services.GetRequiredService<OverdueWork>().MeasureAsync(default);
        measured.Of.Values.ShouldAllBe(static age => age == 0);
    }

    private sealed class Ages : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Ages()
        {
            _listener.InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Name == "bookstore.work.overdue")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
            {
                var named = tags.ToArray().ToDictionary(static tag => tag.Key, static tag => tag.Value as string);
                if (named.GetValueOrDefault("shop") == Name)
                {
                    Of[named["kind"]!] = value;
                }
            });
            _listener.Start();
        }

        public ConcurrentDictionary<string, double> Of { get; } = new(StringComparer.Ordinal);

        public void Dispose() => _listener.Dispose();
    }
}
