/* agree.c - see agree.h. */
#include "agree.h"

woad_status woad_mpi_agree(MPI_Comm comm, woad_status status, woad_error *error)
{
    struct {
        int status, rank;
    } own = {(int)status, 0}, worst;
    MPI_Comm_rank(comm, &own.rank);
    MPI_Allreduce(&own, &worst, 1, MPI_2INT, MPI_MINLOC, comm);
    if (worst.status < 0)
        MPI_Bcast(error, (int)sizeof *error, MPI_BYTE, worst.rank, comm);
    return (woad_status)worst.status;
}
