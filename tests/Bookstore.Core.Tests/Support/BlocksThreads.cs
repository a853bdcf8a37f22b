using Xunit;

namespace Bookstore.Support;

/// <summary>Tests that block many threads of the pool: others that ran beside them would wait for threads.</summary>
[CollectionDefinition(nameof(BlocksThreads), DisableParallelization = true)]
public static class BlocksThreads;
