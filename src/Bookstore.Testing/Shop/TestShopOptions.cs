using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing;

/// <summary>What a <see cref="TestShop"/> is made of. The defaults give a whole shop in memory.</summary>
public sealed class TestShopOptions
{
    /// <summary>Changes the shop's options. Default <see langword="null"/>: they are left as they are.</summary>
    public Action<BookstoreOptions>? Bookstore { get; set; }

    /// <summary>
    /// Registers services of your own, a gateway or a courier for example, in place of the scripted ones. Called for every host, so that a
    /// restart makes them anew; what is to survive one is made outside of it. Default <see langword="null"/>.
    /// </summary>
    public Action<IServiceCollection>? Services { get; set; }

    /// <summary>
    /// Adds the store, such as <c>bookstore => bookstore.UseSqlite("Data Source=test.db")</c>. Called for every host, so the data has to be outside
    /// the process. Default <see langword="null"/>: a store in memory that lives as long as the shop, through its restarts.
    /// </summary>
    public Action<IBookstoreBuilder>? Store { get; set; }

    /// <summary>How long the scripted gateway holds an authorized amount, 1 second to 30 days. Default <see langword="null"/>: until it is captured or voided.</summary>
    public TimeSpan? AuthorizationLifetime { get; set; }

    /// <summary>Whether the shop opens with the books of <see cref="TestBooks"/>. Default <see langword="true"/>.</summary>
    public bool HasBooks { get; set; } = true;
}
