using System.Globalization;

namespace Bookstore.Samples;

/// <summary>A day in the shop, step by step.</summary>
internal sealed class ShopRun(SampleOptions options, Screen screen, Shop shop)
{
    /// <summary>Runs the whole day and shows what came of it.</summary>
    /// <param name="file">The catalogue to sell.</param>
    /// <param name="cancellationToken">Ends the day early.</param>
    /// <returns>The figures of the day.</returns>
    public async Task<Figures> RunAsync(CatalogueFile file, CancellationToken cancellationToken)
    {
        var catalogue = await ImportAsync(file, cancellationToken);
        await StockShelvesAsync(catalogue.Isbns, cancellationToken);
        await SettleEarlierRunsAsync(cancellationToken);

        var opened = TimeProvider.System.GetUtcNow();
        var customers = new Customers(shop.Get<IOrderWorkflow>(), shop.Get<IDeliveryService>(), new Demand(catalogue.Isbns), options);
        var elapsed = await SellAsync(customers, cancellationToken);
        await DeliverAsync(customers.Scheduled, cancellationToken);
        var desk = await TakeBackAsync(customers.Scheduled, cancellationToken);

        var orders = await OrderBook.ReadAsync(shop.Get<ISalesService>(), opened, cancellationToken);
        var figures = new Figures(catalogue.Isbns.Count, catalogue.Refused.Total, orders.Captured, elapsed, Violations: 0);
        SalesReport.ShowOutcomes(screen, customers, orders);
        SalesReport.ShowReturns(screen, desk, orders);
        SalesReport.ShowSpeed(screen, customers, figures);
        await SalesReport.ShowBestSellersAsync(screen, orders, shop.Get<IInventoryService>(), cancellationToken);

        return figures with { Violations = await FindingsReport.ShowAsync(screen, shop.Get<IBookstoreAudit>(), cancellationToken) };
    }

    private async Task<CatalogueImport> ImportAsync(CatalogueFile file, CancellationToken cancellationToken)
    {
        var import = new CatalogueImport(new PriceList(options.LowestPrice, options.HighestPrice, options.Seed));
        var saved = await screen.TrackAsync(
            "Importing the catalogue",
            () => file.Fraction,
            () => shop.Get<IInventoryService>().SaveBooksAsync(import.ReadAsync(file, cancellationToken), progress: null, cancellationToken));
        import.Refuse(saved.Refused);
        CatalogueReport.Show(screen, import.Refused);
        if (import.Isbns.Count == 0)
        {
            throw new CatalogueFileException($"{options.CataloguePath} has no book that can be sold.");
        }

        return import;
    }

    private async Task StockShelvesAsync(IReadOnlyList<Isbn> isbns, CancellationToken cancellationToken)
    {
        var warehouse = new Warehouse(shop.Get<IInventoryService>(), shop.Get<IDeliveryService>(), options);
        var copies = await screen.TrackAsync(
            "Stocking the shelves",
            () => (double)warehouse.Done / isbns.Count,
            () => warehouse.StockShelvesAsync(isbns, cancellationToken));
        screen.Say(string.Create(CultureInfo.InvariantCulture, $"{isbns.Count:N0} books, {copies:N0} copies."));
    }

    // A run that was killed may have left debts in the file: they are paid first, and not on this run's time.
    private async Task SettleEarlierRunsAsync(CancellationToken cancellationToken)
    {
        if (options.DatabasePath is not null)
        {
            await screen.TrackAsync("Settling what earlier runs left", () => DrainAsync(cancellationToken));
        }
    }

    private async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        await shop.Get<IBookstoreMaintenance>().DrainPaymentsAsync(cancellationToken);
        return true;
    }

    private async Task<TimeSpan> SellAsync(Customers customers, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        return await screen.TrackAsync(
            string.Create(CultureInfo.InvariantCulture, $"{options.Customers:N0} customers placing {options.Orders:N0} orders"),
            () => (double)customers.Answered / options.Orders,
            async () =>
            {
                await customers.PlaceOrdersAsync(cancellationToken);
                // An order counts when its money is captured.
                await DrainAsync(cancellationToken);
                return TimeProvider.System.GetElapsedTime(started);
            });
    }

    private async Task DeliverAsync(IReadOnlyCollection<Guid> scheduled, CancellationToken cancellationToken)
    {
        var warehouse = new Warehouse(shop.Get<IInventoryService>(), shop.Get<IDeliveryService>(), options);
        await screen.TrackAsync(
            string.Create(CultureInfo.InvariantCulture, $"Delivering {scheduled.Count:N0} orders"),
            () => scheduled.Count == 0 ? 1 : (double)warehouse.Done / scheduled.Count,
            () => warehouse.DeliverAsync(scheduled, cancellationToken));
    }

    private async Task<ReturnDesk> TakeBackAsync(IReadOnlyCollection<Guid> scheduled, CancellationToken cancellationToken)
    {
        var desk = new ReturnDesk(shop.Get<IDeliveryService>(), shop.Get<ISalesService>(), shop.Get<IReturnService>());
        await screen.TrackAsync(
            "Taking copies back",
            () => scheduled.Count == 0 ? 1 : (double)desk.Done / scheduled.Count,
            async () =>
            {
                await desk.TakeBackAsync(scheduled, cancellationToken);
                return await DrainAsync(cancellationToken);
            });
        return desk;
    }
}
