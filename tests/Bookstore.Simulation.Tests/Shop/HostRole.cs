namespace Bookstore.Simulation;

/// <summary>What a host on the shop's database is there for.</summary>
internal enum HostRole
{
    /// <summary>It sells, and does its background work.</summary>
    Whole,

    /// <summary>It sells, and leaves the background work to the others.</summary>
    WithoutBackgroundWork,

    /// <summary>A job beside the shop: it has no gateway.</summary>
    WithoutGateway,

    /// <summary>A job beside the shop that has another gateway than the shop.</summary>
    WithOtherGateway,
}
