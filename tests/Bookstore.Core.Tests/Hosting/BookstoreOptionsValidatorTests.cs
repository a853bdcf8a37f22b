using System.Globalization;
using Shouldly;
using Xunit;

namespace Bookstore.Hosting;

public sealed class BookstoreOptionsValidatorTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    // Each option that is a time, with its lowest and its highest value.
    private static readonly (string Option, string Lowest, string Highest)[] Ranges =
    [
        (nameof(BookstoreOptions.GatewayTimeout), "00:00:00.1", "00:10:00"),
        (nameof(BookstoreOptions.RecoveryGrace), "00:00:01", "1.00:00:00"),
        (nameof(BookstoreOptions.CustomerActionTimeout), "00:01:00", "7.00:00:00"),
        (nameof(BookstoreOptions.DispatchWait), "00:00:00", "00:00:30"),
        (nameof(BookstoreOptions.PricerTimeout), "00:00:00.0100000", "00:01:00"),
        (nameof(BookstoreOptions.PolicyTimeout), "00:00:00.0100000", "00:01:00"),
        (nameof(BookstoreOptions.AuthorizationExpiryNotice), "00:00:00", "30.00:00:00"),
        (nameof(BookstoreOptions.MaxReservationTime), "00:01:00", "30.00:00:00"),
        (nameof(BookstoreOptions.IdempotencyRetention), "01:00:00", "365.00:00:00"),
        (nameof(BookstoreOptions.AuditRunRetention), "1.00:00:00", "3650.00:00:00"),
        (nameof(BookstoreOptions.PollInterval), "00:00:00.1", "01:00:00"),
        (nameof(BookstoreOptions.HousekeepingInterval), "00:01:00", "1.00:00:00"),
    ];

    public static TheoryData<string, string, string> Times
    {
        get
        {
            var times = new TheoryData<string, string, string>();
            foreach (var (option, lowest, highest) in Ranges)
            {
                times.Add(option, lowest, highest);
            }

            return times;
        }
    }

    [Fact]
    public void Times_every_option_that_is_a_time_is_listed() =>
        Ranges.Select(static range => range.Option).ShouldBe(
            typeof(BookstoreOptions).GetProperties().Where(static property => property.PropertyType == typeof(TimeSpan)).Select(static property => property.Name), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Times))]
    public void Validate_lowest_and_highest_time_are_accepted(string option, string lowest, string highest)
    {
        Validate(option, Parse(lowest)).ShouldBeNull();
        Validate(option, Parse(highest)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void Validate_one_tick_beyond_is_refused_with_the_option_and_its_range(string option, string lowest, string highest)
    {
        foreach (var beyond in new[] { Parse(lowest) - Tick, Parse(highest) + Tick, TimeSpan.Zero, -Parse(lowest), TimeSpan.MaxValue }.Where(value => value < Parse(lowest) || value > Parse(highest)))
        {
            Validate(option, beyond).ShouldBe($"BookstoreOptions.{option} is {beyond}; set it to {Parse(lowest)} to {Parse(highest)}.");
        }
    }

    private static string? Validate(string option, TimeSpan value)
    {
        var options = new BookstoreOptions();
        typeof(BookstoreOptions).GetProperty(option)!.SetValue(options, value);
        var result = new BookstoreOptionsValidator(new ShopNames()).Validate(null, options);
        return result.Failed ? result.FailureMessage : null;
    }

    private static TimeSpan Parse(string time) => TimeSpan.Parse(time, CultureInfo.InvariantCulture);
}
