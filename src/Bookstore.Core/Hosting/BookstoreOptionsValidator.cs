using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks the options at start. Each message names the option and what it can be, and the shop where it has a name.</summary>
internal sealed class BookstoreOptionsValidator(ShopNames shops) : IValidateOptions<BookstoreOptions>
{
    public ValidateOptionsResult Validate(string? name, BookstoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Check(problems, nameof(options.GatewayTimeout), options.GatewayTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Check(problems, nameof(options.RecoveryGrace), options.RecoveryGrace, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(problems, nameof(options.CustomerActionTimeout), options.CustomerActionTimeout, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7));
        Check(problems, nameof(options.DispatchWait), options.DispatchWait, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Check(problems, nameof(options.PricerTimeout), options.PricerTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Check(problems, nameof(options.PolicyTimeout), options.PolicyTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        Check(problems, nameof(options.AuthorizationExpiryNotice), options.AuthorizationExpiryNotice, TimeSpan.Zero, TimeSpan.FromDays(30));
        Check(problems, nameof(options.CustomerPollLimit), options.CustomerPollLimit, 1, 10_000);
        Check(problems, nameof(options.MaxReservationTime), options.MaxReservationTime, TimeSpan.FromMinutes(1), HoldStockRequest.MaxDuration);
        Check(problems, nameof(options.MaxReservationsPerCustomer), options.MaxReservationsPerCustomer, 0, 10_000);
        Check(problems, nameof(options.MaxReservationsPerClient), options.MaxReservationsPerClient, 0, 1_000_000);
        Check(problems, nameof(options.MaxReservations), options.MaxReservations, 0, 10_000_000);
        Check(problems, nameof(options.IdempotencyRetention), options.IdempotencyRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        Check(problems, nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Check(problems, nameof(options.AuditRunRetention), options.AuditRunRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(3_650));
        Check(problems, nameof(options.HousekeepingInterval), options.HousekeepingInterval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        Check(problems, nameof(options.MaxOrdersInFlight), options.MaxOrdersInFlight, 1, 100_000);
        Check(problems, nameof(options.MaxUnpaidOrdersPerCustomer), options.MaxUnpaidOrdersPerCustomer, 0, FailedOrders.MostThatMatter);
        Check(problems, nameof(options.MaxDeclinedOrdersPerCustomer), options.MaxDeclinedOrdersPerCustomer, 0, FailedOrders.MostThatMatter);
        Check(problems, nameof(options.SettlementConcurrency), options.SettlementConcurrency, 1, 1_024);
        Check(problems, "Events.Retention", options.Events.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650));
        Check(problems, "Events.PollInterval", options.Events.PollInterval, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10));
        Check(problems, "Returns.WithdrawalPeriod", options.Returns.WithdrawalPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3_650));
        if (!Enum.IsDefined(options.Returns.RefundPolicy))
        {
            problems.Add($"BookstoreOptions.Returns.RefundPolicy is {options.Returns.RefundPolicy}; set it to OnReceipt or Manual.");
        }

        if (options.GatewayOfUnnamedOrders is { } gateway && Require.TextProblem(gateway, 1, 50) is { } problem)
        {
            problems.Add($"{nameof(BookstoreOptions)}.{nameof(options.GatewayOfUnnamedOrders)} {problem}");
        }

        if (!Enum.IsDefined(options.CapturePolicy))
        {
            problems.Add($"{nameof(BookstoreOptions)}.{nameof(options.CapturePolicy)} is {(int)options.CapturePolicy}; use {nameof(CapturePolicy.Immediate)}, {nameof(CapturePolicy.OnDispatch)} or {nameof(CapturePolicy.Manual)}.");
        }

        CheckShopName(problems, name, options.ShopName);
        CheckWritePath(problems, options.WritePath);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => OfShop(name, problem)));
    }

    private static string OfShop(string? name, string problem) => string.IsNullOrEmpty(name) ? problem : $"Shop '{name}': {problem}";

    private void CheckShopName(List<string> problems, string? name, string? shopName)
    {
        const string Option = $"{nameof(BookstoreOptions)}.{nameof(BookstoreOptions.ShopName)}";
        if (!string.IsNullOrEmpty(name))
        {
            if (!string.Equals(shopName, name, StringComparison.Ordinal))
            {
                problems.Add($"{Option} is '{shopName}'; leave it out: the shop's metrics have the name that AddBookstore was called with.");
            }
        }
        else if (shopName is not null && Require.TextProblem(shopName, 1, 50) is { } problem)
        {
            problems.Add($"{Option} {problem}");
        }
        else if (shopName is not null && shops.Contains(shopName))
        {
            problems.Add($"{Option} is '{shopName}', which is the name of another shop of this process; give this one another name.");
        }
    }

    private static void CheckWritePath(List<string> problems, WritePathOptions options)
    {
        Check(problems, "WritePath.QueueCapacity", options.QueueCapacity, 1, 1_000_000);
        Check(problems, "WritePath.MaxBatchSize", options.MaxBatchSize, 1, 10_000);
        Check(problems, "WritePath.MaxBatchRecords", options.MaxBatchRecords, 1, 1_000_000);
        Check(problems, "WritePath.OutcomeTimeout", options.OutcomeTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check(problems, "WritePath.RetryTimeout", options.RetryTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    private static void Check<T>(List<string> problems, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            problems.Add($"BookstoreOptions.{option} is {value}; set it to {min} to {max}.");
        }
    }
}
