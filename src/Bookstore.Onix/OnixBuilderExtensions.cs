using Bookstore;
using Bookstore.Onix;
using Bookstore.Onix.Import;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the import of ONIX messages to a bookstore.</summary>
public static class OnixBuilderExtensions
{
    /// <summary>Adds <see cref="IOnixImport"/>. Adding it again changes nothing.</summary>
    /// <example>
    /// <code>
    /// services.AddBookstore().UseSqlite("Data Source=shop.db").UseSimulatedPayments().AddOnix();
    /// </code>
    /// </example>
    /// <param name="builder">The bookstore.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder AddOnix(this IBookstoreBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDocumentKind(SourceStamp.Documents);
        builder.Services.AddDocumentKind(ImportState.Documents);
        builder.Services.TryAdd(ServiceDescriptor.KeyedSingleton<IOnixImport>(builder.Name, static (provider, key) =>
        {
            var services = new ShopServices(provider, (string?)key);
            return new OnixImport(services.Get<IBookstoreStore>(), services.Get<GroupCommit>(), services.Options, services.Time);
        }));
        return builder;
    }
}
