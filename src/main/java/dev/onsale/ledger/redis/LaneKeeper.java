package dev.onsale.ledger.redis;

import dev.onsale.ledger.Event;
import java.util.List;

/** What a {@link SaleLane} tells of itself. On the event loop. */
interface LaneKeeper {

    /** How calls are to be carried out. */
    CallTerms terms();

    /** The way to the list of all sales. */
    RedisCalls list();

    /** Something waits in it. */
    void active(SaleLane lane);

    /** Something waits in it until others were answered; it is to be pumped again then. */
    void heldBack(SaleLane lane);

    /** Nothing waits in it any more, and nothing is under way. */
    void idle(SaleLane lane);

    /** It has come into the list of the sales that are open. */
    void listed(SaleLane lane);

    /** Whether its sale is over, so that it is not in that list. */
    boolean isOver(SaleLane lane);

    /** Its next deadline is about to be another one, and then is. */
    void beforeDeadlineMoves(SaleLane lane);

    /** See {@link #beforeDeadlineMoves}. */
    void afterDeadlineMoved(SaleLane lane);

    /** A call of its commands is durable. */
    void committed(AskCall call);

    /** Events of it, whichever node caused them. */
    void tell(SaleLane lane, List<Event> events, long position);

    /** Events that were told of it are lost; all that there are follow from the first one. */
    void cut(SaleLane lane);

    /** It cannot be asked or read although there is a connection, and its questions wait. */
    void failed(SaleLane lane, Throwable why);

    /** Its events cannot be told now; when they can, all are told that were not. */
    void late(SaleLane lane);

    /** It can be asked and read again. */
    void worked(SaleLane lane);

    /** There is a bug in this program, met before anything was sent. */
    void fatal(Throwable why);
}
