namespace Bookstore.Simulation;

/// <summary>A shop that goes on with threads of the pool: no seed can be run twice with it.</summary>
internal sealed class LeftToTheThreadPool : Bug
{
    public override void Configure(BookstoreOptions options) => options.WritePath.ContinuesInline = false;
}
