namespace FlashFlow.Chaos.Plan;

/// <summary>What can befall a component.</summary>
internal enum Fault
{
    /// <summary>SIGKILL: it does not notice. After a while it is started again.</summary>
    Kill,

    /// <summary>SIGSTOP: it stands still, its connections stay open. After a while SIGCONT lets it go on as if nothing had happened.</summary>
    Freeze,

    /// <summary>Redis has no memory left (<c>maxmemory</c>): it answers, and refuses what would need some.</summary>
    Fill,

    /// <summary>Redis is a replica of nobody: it answers, and refuses every write.</summary>
    Demote,

    /// <summary>
    /// Redis loses everything, at a moment when the sales are paused and all that lies in outboxes is stored: what only a lost ledger knew is lost.
    /// Then every sale is rebuilt and goes on.
    /// </summary>
    Empty,

    /// <summary>Redis's primary is cut off from its replicas and from the sentinels, and takes writes of those who are connected.</summary>
    CutOff,

    /// <summary>The sentinels are told to choose another primary.</summary>
    FailOver,

    /// <summary>RabbitMQ raises its alarm of memory: it delivers, and takes nothing.</summary>
    Alarm,

    /// <summary>RabbitMQ loses everything (<c>rabbitmqctl reset</c>): its queues are gone with what they held, and are made anew.</summary>
    Reset,

    /// <summary>PostgreSQL may only be read.</summary>
    MakeReadOnly,
}
